export function withReadings(sentence: string, readings: Readonly<Record<string, string>>): string;
