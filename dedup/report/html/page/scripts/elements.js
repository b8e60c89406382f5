// Elements from data. Strings become text nodes, never markup; characters that could reverse or hide a line are shown.

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";
// Controls but tab and line feed, marks that embed or override a direction, lone surrogates.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/;
const LONE_SURROGATES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const UNSAFE = new RegExp(`${CONTROLS.source}|${LONE_SURROGATES.source}`, "g");

/** Return text that is safe to show, of the same length. */
const visible = (text) => String(text).replace(UNSAFE, "\ufffd");

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    else if (name === "css")
      for (const [property, set] of Object.entries(value)) element.style.setProperty(property, set);
    else if (name === "data") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : visible(value));
  }
  const nodes = children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
  element.append(...nodes.map((child) => (child instanceof Node ? child : visible(child))));
  return element;
}

/** Make an HTML element; `on` has listeners, `css` properties of its style, `data` its data attributes. */
const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

/** Make an SVG element. */
const s = (tag, attributes, ...children) => fill(document.createElementNS(SVG_NAMESPACE, tag), attributes, children);

const link = (address, attributes, ...children) => h("a", { href: address, ...attributes }, ...children);

/** Text that somebody else wrote, in whatever direction it runs, so that it cannot move what is around it. */
const foreign = (text, attributes) => h("bdi", attributes, text);

const button = (text, act, attributes) => h("button", { type: "button", on: { click: act }, ...attributes }, text);

const chip = (count, text) => h("span", { class: "chip" }, h("b", null, count), ` ${text}`);

const tag = (text, kind) => h("span", { class: `tag ${kind ?? ""}` }, text);

const section = (title, ...children) => h("section", null, h("h2", null, title), ...children);

/** A region that scrolls sideways on small screens, and can be scrolled by keyboard. */
const scrolling = (label, ...children) =>
  h("div", { class: "sideways", role: "region", tabindex: "0", "aria-label": label }, ...children);

/** A table; cells are text or elements, a column is {title, number} or a text. */
function table(caption, columns, rows) {
  const heads = columns.map((column) => (typeof column === "string" ? { title: column } : column));
  return scrolling(
    caption,
    h(
      "table",
      null,
      h("caption", { class: "unseen" }, caption),
      h(
        "thead",
        null,
        h(
          "tr",
          null,
          heads.map((head) => h("th", { scope: "col", class: head.number && "number" }, head.title)),
        ),
      ),
      h(
        "tbody",
        null,
        rows.map((row) =>
          h(
            "tr",
            null,
            row.map((cell, at) =>
              h("td", { class: heads[at].number && "number", data: { head: heads[at].title } }, cell),
            ),
          ),
        ),
      ),
    ),
  );
}

/** A bar for a share in thousandths, with the share behind it. */
const meter = (share) =>
  h(
    "span",
    { class: "share" },
    h("span", { class: "meter", "aria-hidden": "true" }, h("i", { css: { width: `${share / 10}%` } })),
    percent(share),
  );

/** Say something to people who use a screen reader. */
function say(text) {
  document.getElementById("spoken").textContent = visible(text);
}

/** Offer text as a file. */
function offerFile(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/jsonl" }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
