// A list of any length: only the rows in sight are elements.

const narrow = matchMedia("(max-width: 720px)");
const SPARE_ROWS = 6;
const PRINTED_ROWS = 500;

/** Make a list. `row(number)` returns an element with one link in it; `heights` are those of a row, wide and narrow, in
 *  pixels. The element has `show(numbers)`, which takes the numbers of the rows in their order. */
function longList(label, heights, row) {
  const inner = h("ul", { class: "rows", "aria-label": label });
  const box = h("div", { class: "list", tabindex: "0", role: "region", "aria-label": label }, inner);
  let numbers = [];
  let from = -1;
  let to = -1;
  const height = () => heights[narrow.matches ? 1 : 0];

  function draw(all) {
    const size = height();
    const first = all ? 0 : Math.max(0, Math.floor(box.scrollTop / size) - SPARE_ROWS);
    const last = all
      ? Math.min(numbers.length, PRINTED_ROWS)
      : Math.min(numbers.length, Math.ceil((box.scrollTop + (box.clientHeight || 800)) / size) + SPARE_ROWS);
    if (first === from && last === to) return;
    [from, to] = [first, last];
    inner.style.setProperty("height", `${numbers.length * size}px`);
    const focused = Number(document.activeElement?.closest?.(".rows > li")?.dataset.at ?? -1);
    inner.replaceChildren(
      ...Array.from({ length: last - first }, (_, offset) => {
        const at = first + offset;
        const item = h("li", {
          "aria-setsize": numbers.length,
          "aria-posinset": at + 1,
          data: { at },
          css: { top: `${at * size}px`, height: `${size}px` },
        });
        item.append(row(numbers[at]));
        return item;
      }),
    );
    if (focused >= first && focused < last) rowAt(focused)?.focus({ preventScroll: true });
  }

  const rowAt = (at) => inner.querySelector(`[data-at="${at}"] a`);
  function focusRow(at) {
    const size = height();
    if (at < 0 || at >= numbers.length) return;
    if (at * size < box.scrollTop) box.scrollTop = at * size;
    else if ((at + 1) * size > box.scrollTop + box.clientHeight) box.scrollTop = (at + 1) * size - box.clientHeight;
    draw();
    rowAt(at)?.focus({ preventScroll: true });
  }

  box.addEventListener("scroll", () => draw());
  box.addEventListener("keydown", (event) => {
    const at = Number(document.activeElement?.closest?.(".rows > li")?.dataset.at ?? -1);
    const page = Math.max(1, Math.floor(box.clientHeight / height()) - 1);
    const next = {
      ArrowDown: at + 1,
      ArrowUp: Math.max(0, at - 1),
      Home: 0,
      End: numbers.length - 1,
      PageDown: Math.min(numbers.length - 1, at + page),
      PageUp: Math.max(0, at - page),
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    focusRow(next);
  });
  const again = () => {
    from = -1;
    draw();
  };
  const forPrint = () => draw(true);
  const sized = new ResizeObserver(again);
  sized.observe(box);
  narrow.addEventListener("change", again);
  addEventListener("beforeprint", forPrint);
  addEventListener("afterprint", again);
  whenLeft(() => {
    sized.disconnect();
    narrow.removeEventListener("change", again);
    removeEventListener("beforeprint", forPrint);
    removeEventListener("afterprint", again);
  });
  box.show = (found) => {
    numbers = found;
    box.scrollTop = 0;
    box.classList.toggle("short", numbers.length * height() < 600);
    again();
  };
  return box;
}

/** A field of a form of filters: a label and an input, a list of choices ([value, text]) or a box to tick. */
function field(label, name, value, { choices, type = "text", ...more } = {}) {
  if (choices)
    return h(
      "label",
      { class: "field" },
      h("span", null, label),
      h(
        "select",
        { name },
        choices.map(([choice, text]) => h("option", { value: choice, selected: choice === value }, text)),
      ),
    );
  if (type === "checkbox")
    return h(
      "label",
      { class: "field tick" },
      h("input", { type, name, value: "1", checked: value === "1" }),
      h("span", null, label),
    );
  return h(
    "label",
    { class: "field" },
    h("span", null, label),
    h("input", { type, name, value, autocomplete: "off", ...more }),
  );
}

/** Return what a form of filters holds, without what is empty. */
const filtersIn = (form) => Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));

/** Fields that small screens show when they are asked for; on others they are always there. */
function moreFields(...fields) {
  const set = fields
    .flat(Infinity)
    .filter(Boolean)
    .some((one) =>
      [...one.querySelectorAll("input, select")].some((input) =>
        input.type === "checkbox" ? input.checked : input.value,
      ),
    );
  const details = h(
    "details",
    { open: set || !narrow.matches },
    h("summary", null, "Filters"),
    h("div", { class: "more-filters" }, fields),
  );
  const follow = () => (details.open = details.open || !narrow.matches);
  narrow.addEventListener("change", follow);
  whenLeft(() => narrow.removeEventListener("change", follow));
  return details;
}

/** A form of filters that calls `changed(filters)` at each change. */
function filterForm(label, fields, changed) {
  const form = h("form", { class: "filters", "aria-label": label }, fields);
  form.addEventListener("input", () => changed(filtersIn(form)));
  form.addEventListener("submit", (event) => event.preventDefault());
  return form;
}
