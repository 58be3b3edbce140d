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
