import type { Message } from '../renderer/app/message.ts';

export function inPseudoLanguage<Given extends Message>(message: Given): Given;
