// Comforts alone: every page works without this file.
"use strict";
(() => {
  document.documentElement.classList.add("js");
  const said = JSON.parse(document.documentElement.dataset.words ?? "{}");
  const tr = (message, values = {}) => (said[message] ?? message).replace(/\{(\w+)\}/g, (_, name) => values[name]);
  window.tr = tr;
  const typing = (node) => node.closest("input:not([type=checkbox]), textarea, select") !== null || node.isContentEditable;

  // on a phone the pages stand in one line that one drags: the one in use is seen at once
  const here = document.querySelector(".top nav [aria-current]");
  if (here) here.parentElement.scrollLeft += here.getBoundingClientRect().left - here.parentElement.getBoundingClientRect().left - 48;

  // ------------------------------------------------------------------------- a claim and its words light up together

  const entry = (number) => document.querySelector(`[data-claim="${number}"]`);
  const light = (numbers, on) => {
    for (const n of numbers) {
      entry(n)?.classList.toggle("lit", on);
      for (const mark of document.querySelectorAll("mark[data-claims]")) {
        if (mark.dataset.claims.split(" ").includes(n)) mark.classList.toggle("lit", on);
      }
    }
  };
  // what the words are taken to mean, beside them
  const card = Object.assign(document.createElement("div"), { className: "hovercard", hidden: true });
  card.setAttribute("role", "tooltip");
  const show = (mark) => {
    const parts = mark.dataset.claims.split(" ").map(entry).filter(Boolean).slice(0, 3).map((item) => {
      const copy = document.createElement("div");
      copy.append(item.querySelector("strong").cloneNode(true), item.querySelector(".fields").cloneNode(true));
      return copy;
    });
    if (!parts.length) return;
    card.replaceChildren(...parts);
    if (!card.isConnected) document.body.append(card);
    card.hidden = false;
    const box = mark.getClientRects()[0], width = Math.min(352, window.innerWidth - 24);
    card.style.width = `${width}px`;
    card.style.left = `${Math.max(12, Math.min(box.left, window.innerWidth - width - 12)) + window.scrollX}px`;
    const above = box.top - card.offsetHeight - 8;
    card.style.top = `${(above > 8 ? above : mark.getClientRects()[mark.getClientRects().length - 1].bottom + 8) + window.scrollY}px`;
  };
  for (const [kind, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(kind, (event) => {
      const item = event.target.closest?.("[data-claim], mark[data-claims]");
      if (!item) return;
      light((item.dataset.claim ?? item.dataset.claims).split(" "), on);
      if (item.matches("mark")) { if (on) show(item); else card.hidden = true; }
    });
  }

  // ---------------------------------------------------------------------- correcting by selecting words in the text

  const text = document.querySelector("[data-text]"), correct = document.querySelector("[data-correct]");
  if (text && correct) {
    const form = correct.querySelector("form"), fields = form.elements;
    const offer = Object.assign(document.createElement("button"), { type: "button", className: "offer", textContent: tr("Correct with these words"), hidden: true });
    document.body.append(offer);
    // offsets count code points, the browser's strings do not
    const length = (words) => [...words].length;
    const startOf = (range) => {
      const run = range.startContainer.parentElement?.closest("[data-s]");
      if (!run) return null;
      const before = document.createRange();
      before.setStart(run, 0);
      before.setEnd(range.startContainer, range.startOffset);
      return Number(run.dataset.s) + length(before.toString());
    };
    // the words without the numbers of claims that stand between them
    const wordsOf = (range) => {
      const copy = range.cloneContents();
      for (const n of copy.querySelectorAll("sup, .anchor")) n.remove();
      return copy.textContent;
    };
    let chosen = null;
    document.addEventListener("selectionchange", () => {
      const selection = document.getSelection();
      const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
      const inside = range && text.contains(range.commonAncestorContainer);
      offer.hidden = !inside;
      if (!inside) return;
      const run = range.startContainer.parentElement?.closest("[data-claims]");
      chosen = { words: wordsOf(range).trim(), start: startOf(range), claim: run?.dataset.claims.split(" ")[0] };
      const box = range.getBoundingClientRect();
      offer.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - 230)) + window.scrollX}px`;
      offer.style.top = `${box.bottom + window.scrollY + 8}px`;
    });
    offer.addEventListener("click", () => {
      correct.open = true;
      fields.words.value = chosen.words;
      fields.start.value = chosen.start ?? "";
      if (chosen.claim) fields.subject.value = entry(chosen.claim)?.dataset.id ?? fields.subject.value;
      // else the focus that moves is taken for words selected anew
      document.getSelection().removeAllRanges();
      offer.hidden = true;
      fields.field.focus();
    });
    fields.words.addEventListener("input", () => { fields.start.value = ""; });
    const hint = () => { fields.value.placeholder = fields.field.selectedOptions[0]?.dataset.hint ?? ""; };
    fields.field.addEventListener("change", hint);
    hint();
  }

  // ----------------------------------------------------------------------------------------------- picking and keys

  const picked = document.querySelector("[data-picked]"), unpicked = picked?.textContent;
  const count = () => {
    if (!picked) return;
    const n = document.querySelectorAll("input[form=bulk]:checked").length;
    picked.textContent = n ? tr("{n} ticked", { n }) : unpicked;
  };
  document.addEventListener("change", (event) => { if (event.target.matches?.("input[form=bulk]")) count(); });
  count();

  let at = -1;
  const walk = (step) => {
    const rows = [...document.querySelectorAll("table[data-keys] tbody tr")];
    if (!rows.length) return;
    rows[at]?.classList.remove("here");
    at = Math.max(0, Math.min(rows.length - 1, at + step));
    rows[at].classList.add("here");
    rows[at].querySelector("a")?.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") card.hidden = true;
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const answer = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (answer) { event.preventDefault(); answer.click(); return; }
    if (event.key === "/") {
      event.preventDefault();
      document.getElementById("find")?.focus();
    } else if (event.key === "j" || event.key === "k") {
      walk(event.key === "j" ? 1 : -1);
    } else if (event.key === "x" && document.querySelector("table[data-pick]")) {
      const box = document.querySelector("tr.here input[type=checkbox]");
      if (box) { box.checked = !box.checked; count(); }
    } else if (event.key === "w" && document.getElementById("bulk")) {
      event.preventDefault();
      document.getElementById("bulk").elements.why.focus();
    }
  });
})();
