// Waiting times that go on by themselves, in tabular figures: 0:42, 3:05, 1:02:10; or in words.
import { say } from "./words.js";

export function tick(root = document) {
  for (const time of root.querySelectorAll("time[data-since]")) {
    const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(time.dataset.since)) / 1000));
    const text = "long" in time.dataset ? inWords(seconds) : length(seconds);
    if (time.textContent !== text) time.textContent = text;
  }
}

// As the server says it: 40 s, 1 min 20 s, and from ten minutes on without the seconds.
function inWords(seconds) {
  const minutes = Math.floor(seconds / 60);
  if (!minutes) return say("time.seconds", { number: seconds });
  if (minutes >= 60) return say("time.hours", { number: Math.floor(minutes / 60), minutes: String(minutes % 60).padStart(2, "0") });
  if (minutes >= 10 || seconds % 60 === 0) return say("time.minutes", { number: minutes });
  return say("time.minutes_seconds", { minutes, seconds: String(seconds % 60).padStart(2, "0") });
}

export function length(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
