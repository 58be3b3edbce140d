/** Small line drawings, made as SVG nodes so that they take the colour of the text around them. */
const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  hash: "M7.5 3 6 17M14 3l-1.5 14M3.5 7.5h14M2.5 12.5h14",
  lock: "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  bars: "M3 5.5h14M3 10h14M3 14.5h14",
  close: "M5 5l10 10M15 5 5 15",
  down: "M5.5 8 10 12.5 14.5 8",
  arrow: "M10 4v12M5 11l5 5 5-5",
  back: "M12 4.5 6.5 10l5.5 5.5",
  more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  bolt: "M11 2.5 4.5 11.5H10L9 17.5l6.5-9H10z",
  send: "M3 10 17 3.5 12.5 17l-3-5.5zM9.5 11.5 17 3.5",
  eye: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z",
  person:
    "M10 9.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM3.5 17c.6-3.4 3.2-5 6.5-5s5.9 1.6 6.5 5",
  shared: "M7.5 12.5 12.5 7.5M9 6l2-2a3.5 3.5 0 0 1 5 5l-2 2M11 14l-2 2a3.5 3.5 0 0 1-5-5l2-2",
  thread: "M3 4h14v9.5H9L5 17v-3.5H3zM6.5 7.5h7M6.5 10.2h4.5",
  smile:
    "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM7.3 8h.01M12.7 8h.01M6.8 11.8c1.6 2.4 4.8 2.4 6.4 0",
  file: "M5 2.5h6.5L15.5 7v10.5H5zM11.5 2.5V7h4",
  clip: "m15.5 9.5-6 6a3.6 3.6 0 0 1-5-5l6.7-6.7a2.4 2.4 0 0 1 3.4 3.4L8.2 13.6a1.2 1.2 0 0 1-1.7-1.7l5.5-5.5",
  plus: "M10 4v12M4 10h12",
  columns: "M3 3.5h14v13H3zM10 3.5v13",
  sun: "M10 13.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM10 1.8v1.7M10 16.5v1.7M1.8 10h1.7M16.5 10h1.7M4.2 4.2l1.2 1.2M14.6 14.6l1.2 1.2M4.2 15.8l1.2-1.2M14.6 5.4l1.2-1.2",
  moon: "M16.5 12.3A7 7 0 0 1 7.7 3.5a7 7 0 1 0 8.8 8.8z",
  half: "M10 17.2a7.2 7.2 0 1 0 0-14.4 7.2 7.2 0 0 0 0 14.4zM10 2.8v14.4M10 6h5.8M10 10h7.2M10 14h5.8",
  play: "M4 3.5h12v13H4zM8.5 7.5v5l4-2.5z",
  check: "M4 10.5 8 14.5 16 6",
  warning: "M10 3 18 17H2zM10 8v4M10 14.5h.01",
  info: "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 9v5M10 6h.01",
  bridge:
    "M2 14.5h16M4.5 14.5V6M15.5 14.5V6M2 10c1.5-.5 2.3-2 2.5-4 .8 3.5 3 5.2 5.5 5.2S14.7 9.5 15.5 6c.2 2 1 3.5 2.5 4M8 11v3.5M12 11v3.5",
};

/** A drawing by name. It is hidden from screen readers: the words beside it say what it means. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
