// What is shown is in the address behind #, so that a view can be sent to a colleague: #families&level=wire&sort=date.

const views = new Map(); // name -> function that returns elements, or a promise of them
let leaving = []; // what is to be undone when another view comes

const whenLeft = (act) => leaving.push(act);

/** Return the view, its value and its settings. */
function readAddress() {
  const text = location.hash.slice(1);
  const [head, ...rest] = text.split("&");
  const at = head.indexOf("=");
  const settings = new URLSearchParams(rest.join("&"));
  return { view: at < 0 ? head : head.slice(0, at), value: at < 0 ? "" : decoded(head.slice(at + 1)), settings };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Make an address; settings that are empty are left out. */
function addressOf(view, value, settings) {
  const parts = [value === "" || value === undefined ? view : `${view}=${encodeURIComponent(value)}`];
  for (const [name, set] of Object.entries(settings ?? {}))
    if (set !== "" && set !== null && set !== undefined && set !== false)
      parts.push(`${name}=${encodeURIComponent(set === true ? 1 : set)}`);
  return `#${parts.join("&")}`;
}

const familyAddress = (family) => addressOf("family", family.id);
const articleAddress = (article) => addressOf("article", articles.id[article]);
const pairAddress = (pair, settings) =>
  addressOf("pair", articles.id[pairs.a[pair]], { with: articles.id[pairs.b[pair]], ...settings });

/** Put another address in the place of this one; the view stays. */
const noteAddress = (address) => history.replaceState(null, "", address);

let shownAddress = null;
async function show() {
  const { view, value, settings } = readAddress();
  if (view === "content") return; // the link that skips the navigation
  const address = location.hash;
  shownAddress = address;
  for (const act of leaving.splice(0)) act();
  const content = document.getElementById("content");
  const first = content.querySelector("#loading") !== null;
  let shown;
  try {
    shown = await (views.get(view) ?? views.get("overview"))(value, settings);
  } catch (error) {
    shown = [h("h1", null, "This cannot be shown"), h("p", null, String(error.message ?? error))];
  }
  if (shownAddress !== address) return; // the reader went on meanwhile
  content.replaceChildren(...[shown].flat(Infinity).filter(Boolean));
  markNavigation(views.has(view) ? view : "overview");
  const title = content.querySelector("h1");
  document.title = `${title?.textContent ?? "Report"} – dedup report`;
  content.dispatchEvent(new CustomEvent("shown"));
  if (!first) {
    scrollTo(0, 0);
    if (document.activeElement?.closest("#search") === null) content.focus({ preventScroll: true });
  }
}

/** Run something once when the view that is being made is in the page. */
const whenShown = (act) => document.getElementById("content").addEventListener("shown", act, { once: true });

const NAVIGATION = [
  ["overview", "Overview", ["overview"]],
  ["families", "Families", ["families", "family", "pair"]],
  ["articles", "Articles", ["articles", "article"]],
  ["outlets", "Outlets", ["outlets"]],
  ["names", "Names", ["names", "name"]],
  ["templates", "Templates", ["templates"]],
  ["threshold", "Threshold", ["threshold"]],
  ["judge", "Judge", ["judge"]],
];

function markNavigation(view) {
  document
    .getElementById("views")
    .replaceChildren(
      ...NAVIGATION.map(([name, title, inside]) =>
        link(`#${name}`, { "aria-current": inside.includes(view) && "page" }, title),
      ),
    );
}
