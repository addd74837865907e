// Waiting times that go on by themselves, in tabular figures: 0:42, 3:05, 1:02:10.

export function tick(root = document) {
  for (const time of root.querySelectorAll("time[data-since]")) {
    const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(time.dataset.since)) / 1000));
    const text = length(seconds);
    if (time.textContent !== text) time.textContent = text;
  }
}

export function length(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
