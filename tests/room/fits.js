// What of a screen in front cannot be read: text, drawn or not, and codes to scan, that leave the window, are cut by
// what they stand in, or lie over one another or over a circle. Nothing scrolls there: nobody holds a mouse.
() => {
  const LEAST = 2; // pixels of either side before it counts
  const SMALLEST = 11; // pixels of letters as drawn, at 1280 by 720
  const faults = [], texts = [];
  const short = (words) => words.trim().replace(/\s+/g, " ").slice(0, 60);
  const cross = (one, other) => {
    const left = Math.max(one.left, other.left), right = Math.min(one.right, other.right);
    const top = Math.max(one.top, other.top), bottom = Math.min(one.bottom, other.bottom);
    return right > left && bottom > top ? { left, right, top, bottom } : null;
  };
  const within = (box, element, words) => {
    if (box.left < -1 || box.right > innerWidth + 1 || box.top < -1 || box.bottom > innerHeight + 1) faults.push(`out of the window: ${words}`);
    for (let up = element; up && up !== document.body; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.overflowX === "visible" && style.overflowY === "visible") continue;
      if (style.display === "inline") continue;
      const frame = up.getBoundingClientRect();
      if (box.left < frame.left - LEAST || box.right > frame.right + LEAST || box.top < frame.top - LEAST || box.bottom > frame.bottom + LEAST)
        { faults.push(`cut: ${words}`); break; }
    }
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, element = node.parentElement;
    if (!node.data.trim() || element.closest("script, style, .unseen, defs") || !element.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      if (rect.width < 1 || rect.height < 1) continue;
      const trim = rect.height * 0.2; // letters fill less than their line
      const box = { left: rect.left, right: rect.right, top: rect.top + trim, bottom: rect.bottom - trim };
      within(box, element, short(node.data));
      texts.push({ ...box, words: short(node.data), element });
      if (rect.height / 1.6 < SMALLEST * innerHeight / 1080) faults.push(`small: ${short(node.data)}`);
    }
  }
  for (const code of document.querySelectorAll(".qr")) within(code.getBoundingClientRect(), code.parentElement, "code to scan");
  texts.forEach((one, place) => {
    for (const other of texts.slice(0, place)) {
      const both = cross(one, other);
      if (both && both.right - both.left > LEAST && both.bottom - both.top > LEAST) faults.push(`one over the other: ${one.words} / ${other.words}`);
    }
  });
  for (const circle of document.querySelectorAll(".around g > circle")) {
    const box = circle.getBoundingClientRect();
    const middle = document.querySelector(".middle").getBoundingClientRect();
    if (cross(box, middle) && cross(box, middle).right - cross(box, middle).left > LEAST) faults.push("a seat over the middle");
    for (const one of texts) if (cross(one, box) && cross(one, box).right - cross(one, box).left > LEAST) faults.push(`over a circle: ${one.words}`);
  }
  const middle = document.querySelector(".middle");
  if (middle) {
    const box = middle.getBoundingClientRect(), round = (box.width * middle.rx.baseVal.value) / middle.width.baseVal.value;
    for (const one of texts.filter((text) => text.element.closest(".lies"))) {
      const across = Math.max(box.left + round - one.left, one.right - box.right + round, 0);
      const down = Math.max(box.top + round - one.top, one.bottom - box.bottom + round, 0);
      if (Math.max(across, down) > round || (across && down && Math.hypot(across, down) > round)) faults.push(`out of the middle: ${one.words}`);
    }
  }
  return [...new Set(faults)];
}
