// Text that lies over other text or over a circle, that is cut, or that leaves the window; drawn text included.
// Whatever scrolls may hold more than it shows, if it says so; but what a screen is for is seen without scrolling. What
// an open dialog covers is not read. It is judged as drawn: what a change entails, signs and charts, comes with its frame.
async () => {
  for (let frame = 0; frame < 2; frame += 1)
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const LEAST = 2; // pixels of either side before it counts
  const SMALLEST = 10; // pixels of letters that can be read
  const LINES = 3; // that at least are seen of what scrolls
  const dialog = [...document.querySelectorAll(".sp-story")].pop();
  const within = dialog || document.querySelector(".sp-page");
  const phone = window.innerWidth <= 760;
  const faults = [];
  const texts = [];
  const short = (words) => words.trim().replace(/\s+/g, " ").slice(0, 50);
  const cross = (one, other) => {
    const left = Math.max(one.left, other.left), right = Math.min(one.right, other.right);
    const top = Math.max(one.top, other.top), bottom = Math.min(one.bottom, other.bottom);
    return right > left && bottom > top ? { left, right, top, bottom } : null;
  };
  const area = (box) => (box ? (box.right - box.left) * (box.bottom - box.top) : 0);
  // What of a box is seen of a part that scrolls; nothing of what lies beyond its edge.
  const inSight = (box, element) => {
    for (let up = element; up && box; up = up.parentElement)
      if (getComputedStyle(up).display !== "contents" && /auto|scroll/.test(getComputedStyle(up).overflowY)) box = cross(box, up.getBoundingClientRect());
    return box;
  };
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

  const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, element = node.parentElement;
    if (!node.data.trim() || !shown(element) || element.closest(".sp-hidden, option, script, style, svg")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      if (rect.width < 1 || rect.height < 1) continue;
      const trim = Math.min(rect.height * 0.18, 4); // letters fill less than their line
      let box = { left: rect.left, right: rect.right, top: rect.top + trim, bottom: rect.bottom - trim };
      for (let up = element; up && up !== document.body; up = up.parentElement) {
        const style = getComputedStyle(up);
        if (style.overflowX === "visible" && style.overflowY === "visible") continue;
        const frame = up.getBoundingClientRect();
        const kept = cross(box, frame);
        const scrolls = /auto|scroll/.test(style.overflowY) || /auto|scroll/.test(style.overflowX);
        if (!scrolls && area(kept) < area(box) * 0.97) faults.push(`cut: ${short(node.data)}`);
        box = kept;
        if (!box) break;
      }
      if (!box) continue;
      if (box.left < -1 || box.right > window.innerWidth + 1) faults.push(`beside the window: ${short(node.data)}`);
      if (!phone && (box.top < -1 || box.bottom > window.innerHeight + 1)) faults.push(`out of the window: ${short(node.data)}`);
      texts.push({ ...box, words: short(node.data), element });
    }
    const style = getComputedStyle(element);
    if (parseFloat(style.fontSize) < SMALLEST) faults.push(`small: ${short(node.data)}`);
    if (element.tagName === "SMALL" && parseFloat(style.fontSize) > parseFloat(getComputedStyle(element.parentElement).fontSize) + 0.05)
      faults.push(`an aside larger than what it stands by: ${short(node.data)}`);
    if (style.textOverflow === "ellipsis" && element.scrollWidth > element.clientWidth + 1) faults.push(`…: ${short(node.data)}`);
  }
  for (const button of within.querySelectorAll("button, label, .sp-chip")) {
    if (!shown(button) || button.querySelector("input")) continue;
    if (button.scrollWidth > button.clientWidth + 1) faults.push(`larger than its button: ${short(button.textContent)}`);
  }
  const pen = document.createElement("canvas").getContext("2d");
  for (const select of within.querySelectorAll("select")) {
    if (!shown(select) || !select.selectedOptions[0]) continue;
    pen.font = getComputedStyle(select).font;
    if (pen.measureText(select.selectedOptions[0].text).width > select.clientWidth - 14) faults.push(`cut: ${select.selectedOptions[0].text}`);
  }

  const circles = [];
  if (!dialog) for (const figure of document.querySelectorAll(".sp-chart")) {
    const chart = figure.__vue__ && figure.__vue__.chart;
    if (!chart || !shown(figure)) continue;
    const frame = figure.querySelector(".sp-canvas").getBoundingClientRect();
    for (const drawn of chart.getZr().storage.getDisplayList(true)) {
      if (drawn.type !== "tspan" && drawn.type !== "circle") continue;
      if (drawn.type === "tspan" && !String(drawn.style.text || "").trim()) continue;
      const rect = drawn.getBoundingRect().clone();
      if (drawn.transform) rect.applyTransform(drawn.transform);
      const pad = drawn.type === "tspan" ? rect.height * 0.18 : 0;
      const box = { left: frame.left + rect.x, right: frame.left + rect.x + rect.width, top: frame.top + rect.y + pad, bottom: frame.top + rect.y + rect.height - pad };
      if (drawn.type === "circle") {
        if (figure.classList.contains("sp-network")) circles.push(box);
        continue;
      }
      const words = short(drawn.style.text);
      const letters = Number(/([\d.]+)px/.exec(drawn.style.font)[1]) * (drawn.transform ? Math.hypot(drawn.transform[2], drawn.transform[3]) : 1);
      if (letters < SMALLEST - 0.05) faults.push(`small: ${words}`);
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) faults.push(`drawn beyond its chart: ${words}`);
      const seen = inSight(box, figure);
      if (seen) texts.push({ ...seen, words, drawn: true });
    }
  }

  for (let place = 0; place < texts.length; place += 1) {
    const one = texts[place];
    for (const other of texts.slice(0, place)) {
      const both = cross(one, other);
      if (both && both.right - both.left > LEAST && both.bottom - both.top > LEAST) faults.push(`one over the other: ${one.words} / ${other.words}`);
    }
    const words = one.element && one.element.closest(".sp-table-words");
    if (words) {  // what lies on the table stays within its ring, at the height of its middle
      const ring = words.parentElement.querySelector(".sp-table-ring").getBoundingClientRect();
      const radius = ring.width / 2, across = (ring.left + ring.right) / 2, down = (one.top + one.bottom - ring.top - ring.bottom) / 2;
      const room = Math.sqrt(Math.max(0, radius ** 2 - down ** 2));
      if (Math.max(across - one.left, one.right - across) > room) faults.push(`through the ring: ${one.words}`);
    }
    if (one.element && one.element.closest(".sp-table") === null && !one.element.closest(".sp-network-box")) continue;
    for (const circle of circles) {
      const x = (circle.left + circle.right) / 2, y = (circle.top + circle.bottom) / 2, radius = (circle.right - circle.left) / 2;
      const away = Math.hypot(Math.max(one.left - x, 0, x - one.right), Math.max(one.top - y, 0, y - one.bottom));
      if (away < radius - 2 * LEAST) { faults.push(`over a circle: ${one.words}`); break; }
    }
  }
  // What scrolls says so, shows a few lines, and does not lie under another that scrolls in the same panel.
  const seen = (element) => area(inSight(element.getBoundingClientRect(), element.parentElement)) / area(element.getBoundingClientRect());
  const named = (element) => short(`${element.tagName.toLowerCase()}.${element.className} ${element.textContent}`);
  const scrollers = [...within.querySelectorAll("*")].filter(
    (one) => shown(one) && /auto|scroll/.test(getComputedStyle(one).overflowY) && one.scrollHeight > one.clientHeight + LEAST,
  );
  for (const one of scrollers) {
    const line = parseFloat(getComputedStyle(one).lineHeight) || 20;
    if (one.clientHeight < LINES * line - LEAST && !one.closest(".sp-log")) faults.push(`squeezed: ${named(one)}`);
    const below = one.scrollHeight - one.clientHeight - one.scrollTop > LEAST;
    if (below && !one.closest(".sp-log, .sp-story") && !(one.sign && shown(one.sign))) faults.push(`more without a sign: ${named(one)}`);
    const panel = one.closest(".sp-main-row > *");
    const { left, right } = one.getBoundingClientRect();
    const stands = (other) => Math.min(right, other.getBoundingClientRect().right) > Math.max(left, other.getBoundingClientRect().left);
    if (panel && scrollers.some((other) => other !== one && panel.contains(other) && !one.contains(other) && !other.contains(one) && stands(other)))
      faults.push(`two that scroll in one panel: ${named(one)}`);
  }
  if (!dialog) {
    const screens = ".sp-ending, .sp-bet, .sp-compare, .sp-opening";
    const purpose = `:is(${screens}) :is(h1, .sp-main, .sp-ending-question, .sp-number), .sp-chart, .sp-bars li, html:not(.sp-large) .sp-page:not(:has(.sp-tour)) .sp-ending:not(:has(small)) li`;
    const faded = (element) => {
      const box = element.getBoundingClientRect();
      return scrollers.some((one) => one.contains(element) && one.sign && shown(one.sign) && area(cross(box, one.sign.getBoundingClientRect())) > 0.5 * area(box));
    };
    const unmoved = (element) => scrollers.every((one) => !one.contains(element) || one.scrollTop < LEAST);
    for (const one of within.querySelectorAll(purpose)) if (shown(one) && unmoved(one) && (!(seen(one) > 0.97) || faded(one))) faults.push(`out of sight: ${named(one)}`);
    for (const table of within.querySelectorAll(".sp-compare table:not(.sp-parting)")) {
      const rows = [...table.tBodies[0].rows];
      if (!phone && shown(table) && rows.filter((row) => seen(row) > 0.97).length < rows.length / 2) faults.push(`few rows in sight: ${named(table)}`);
    }
    const begin = within.querySelector(".sp-opening .sp-main");
    if (begin && shown(begin) && begin.getBoundingClientRect().bottom > window.innerHeight) faults.push("below the first screen: where to begin");
    for (const flag of within.querySelectorAll(".sp-flag svg"))
      for (const text of texts) {
        const both = cross(flag.getBoundingClientRect(), text);
        if (shown(flag) && both && both.right - both.left > LEAST && both.bottom - both.top > LEAST) faults.push(`under a flag: ${text.words}`);
      }
    const asks = [...within.querySelectorAll(".sp-page .sp-main")].filter((one) => shown(one) && !one.closest(".sp-drawer") && getComputedStyle(one).color === "rgb(255, 255, 255)").map((one) => one.textContent.trim());
    for (const words of new Set(asks)) if (asks.filter((one) => one === words).length > 1) faults.push(`asked twice: ${words}`);
  }
  if (document.documentElement.scrollWidth > window.innerWidth + 1) faults.push("wider than the window");
  if (!phone && document.documentElement.scrollHeight > window.innerHeight + 1) faults.push("higher than the window");
  return [...new Set(faults)];
}
