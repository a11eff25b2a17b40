import { tried } from "./store";

/** chanceOf says whether a variation would be said; null if it cannot be. */
export function chanceOf(number: number): { chance: number; drawn: boolean } | null {
  const answer = tried.value;
  if (!answer?.preview || answer.preview.said !== answer.preview.response) return null;
  const index = answer.preview.messages.findIndex((message) => message.number === number);
  if (index < 0) return null;
  return { chance: answer.chances[index] ?? 1, drawn: index === answer.drawn };
}
