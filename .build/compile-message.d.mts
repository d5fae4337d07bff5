import type { Message } from '../renderer/app/message.ts';

export function compileMessage(message: string, language: string): Message;
export function placesOf(message: string, language: string): readonly string[];
