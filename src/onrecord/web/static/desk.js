// Comforts alone: every page works without this file.
"use strict";
(() => {
  const typing = (node) => node.closest("input, textarea, select") !== null || node.isContentEditable;

  // a claim and its words light up together
  const light = (numbers, on) => {
    for (const n of numbers) {
      document.querySelector(`[data-claim="${n}"]`)?.classList.toggle("lit", on);
      for (const mark of document.querySelectorAll("mark[data-claims]")) {
        if (mark.dataset.claims.split(" ").includes(n)) mark.classList.toggle("lit", on);
      }
    }
  };
  for (const [kind, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(kind, (event) => {
      const item = event.target.closest?.("[data-claim], mark[data-claims]");
      if (item) light((item.dataset.claim ?? item.dataset.claims).split(" "), on);
    });
  }

  // "/" searches; j and k walk through a table, Enter opens
  let at = -1;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "/") {
      event.preventDefault();
      document.getElementById("find").focus();
      return;
    }
    const rows = [...document.querySelectorAll("table[data-keys] tbody tr")];
    if (!rows.length || !["j", "k"].includes(event.key)) return;
    rows[at]?.classList.remove("here");
    at = Math.max(0, Math.min(rows.length - 1, at + (event.key === "j" ? 1 : -1)));
    rows[at].classList.add("here");
    rows[at].querySelector("a")?.focus();
  });
})();
