import type { ServiceAnswer, ServiceRequest } from '../../rigs/http-service.ts';
import type { PassingFault, ProviderBed } from './provider-suite.ts';

type Interference = (request: ServiceRequest) => ServiceAnswer | 'cut' | undefined;

const answers: Readonly<Record<PassingFault, ServiceAnswer | 'cut'>> = {
  fail: { status: 503, body: '<h1>Maintenance</h1>' },
  cut: 'cut',
  babble: { status: 200, body: '<h1>Please sign in to the Wi-Fi</h1>' },
};

/** One request of a service over HTTP that goes wrong, counted from now; the others are let through. */
export function failingAt(
  interfere: (answer: Interference) => void,
): NonNullable<ProviderBed['trouble']['failAt']> {
  return (request, how) => {
    let count = 0;
    interfere(() => {
      count += 1;
      return count === request ? answers[how] : undefined;
    });
    return { struck: () => count >= request };
  };
}
