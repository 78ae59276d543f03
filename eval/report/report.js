"use strict";
// The filter of the cases. Without this script every case is there all the same.
for (const box of document.querySelectorAll(".cases")) {
  const cases = [...box.querySelectorAll("details.case")];
  const filter = box.querySelector(".filter");
  const words = filter.querySelector("input"), [category, outcome] = filter.querySelectorAll("select");
  const open = filter.querySelector("button"), status = filter.querySelector("[role=status]");
  const texts = cases.map((one) => one.textContent.toLowerCase());
  const apply = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    cases.forEach((one, place) => {
      const fits =
        (!category.value || one.dataset.category === category.value) &&
        (!outcome.value || one.dataset.outcome === outcome.value) &&
        wanted.every((word) => texts[place].includes(word));
      one.hidden = !fits;
      shown += fits;
    });
    status.textContent = `${shown} of ${cases.length} shown`;
  };
  open.addEventListener("click", () => {
    const all = open.getAttribute("aria-pressed") !== "true";
    open.setAttribute("aria-pressed", all);
    open.textContent = all ? "Close all" : "Open all";
    for (const one of cases) one.open = all && !one.hidden;
  });
  filter.addEventListener("input", apply);
  filter.hidden = false;
  apply();
}
const opened = () => {
  const one = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (one instanceof HTMLDetailsElement) one.open = true;
};
addEventListener("hashchange", opened);
opened();
