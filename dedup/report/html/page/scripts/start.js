// Keys, search, and the first view.

let viewKeys = {};

/** Keys of the view that is being made; they are gone when another one comes. */
function keysOf(keys) {
  viewKeys = { ...viewKeys, ...keys };
  whenLeft(() => (viewKeys = {}));
}

const go = (address) => {
  if (location.hash === address) show();
  else location.hash = address;
};

const KEYS = [
  ["/", "search"],
  ["?", "this help"],
  ["g o, g f, g a", "overview, families, articles"],
  ["g u, g n, g t", "outlets, names, templates"],
  ["g h, g j", "threshold, judge"],
  ["↑ ↓ Home End", "from row to row in a list"],
  ["j k", "next and previous passage, or mark"],
  ["[ ]", "previous and next pair, or family"],
  ["1 2 3", "right, wrong, unsure"],
  ["n p", "next and previous pair to judge"],
  ["Esc", "back to the list"],
];
const JUMPS = {
  o: "#overview",
  f: "#families",
  a: "#articles",
  u: "#outlets",
  n: "#names",
  t: "#templates",
  h: "#threshold",
  j: "#judge",
};
const UP = { family: "#families", pair: "#families", article: "#articles", name: "#names" };

function showKeys() {
  const dialog = h(
    "dialog",
    { "aria-label": "Keys" },
    h("h2", null, "Keys"),
    h(
      "dl",
      null,
      KEYS.map(([keys, text]) => [
        h(
          "dt",
          null,
          keys.split(" ").map((key, at) => [at > 0 && " ", h("kbd", null, key)]),
        ),
        h("dd", null, text),
      ]),
    ),
    h("form", { method: "dialog" }, h("button", { class: "primary", autofocus: true }, "Close")),
  );
  dialog.addEventListener("close", () => dialog.remove());
  // A form with the method "dialog" is sent nowhere, but the policy of the page refuses every form.
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
}

let afterG = false;
addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input:not([type=checkbox]):not([type=range]), select, textarea, dialog");
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const search = document.querySelector("#search input");
  if (event.key === "Escape") {
    if (event.target === search) search.blur();
    else if (!typing && UP[readAddress().view]) go(UP[readAddress().view]);
    return;
  }
  if (typing) return;
  let act = viewKeys[event.key];
  if (afterG && JUMPS[event.key]) act = () => go(JUMPS[event.key]);
  else if (event.key === "/") act = () => search.focus();
  else if (event.key === "?") act = showKeys;
  afterG = event.key === "g" && !afterG;
  if (act === undefined) return;
  event.preventDefault();
  act();
});

function startSearch() {
  const form = document.getElementById("search");
  const input = form.querySelector("input");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go(addressOf("families", "", { q: input.value.trim() }));
  });
  input.addEventListener("input", () => {
    const { view, settings } = readAddress();
    if (view !== "families") return;
    noteAddress(addressOf("families", "", { ...Object.fromEntries(settings), q: input.value.trim() }));
    const own = document.querySelector('.filters [name="q"]');
    if (own) {
      own.value = input.value;
      own.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  document.getElementById("help").addEventListener("click", showKeys);
}

(async () => {
  try {
    await readIndex();
    readLabels();
    startSearch();
    addEventListener("hashchange", show);
    if (!location.hash && index.start) history.replaceState(null, "", index.start);
    await show();
    document.body.dataset.ready = "yes";
  } catch (error) {
    const content = document.getElementById("content");
    content.append(h("p", { role: "alert" }, `The report cannot be unpacked: ${error.message ?? error}`));
    document.body.dataset.ready = "failed";
  }
})();
