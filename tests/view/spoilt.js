// Spoil a page by a change, and mend it: what the change did is undone, so that the page is as it was, for the next.
// What the page itself does because of it comes later, and is the page's own to take back.
() => {
  const done = [];
  window.spoil = (change) => {
    const observer = new MutationObserver(() => {});
    observer.observe(document, {
      attributes: true, attributeOldValue: true, characterData: true, characterDataOldValue: true, childList: true,
      subtree: true,
    });
    change();
    done.push(...observer.takeRecords());
    observer.disconnect();
  };
  window.mend = () => {
    for (const { type, target, attributeName, oldValue, addedNodes, removedNodes, nextSibling } of done.splice(0).reverse()) {
      if (type === "characterData") target.data = oldValue;
      else if (type === "childList") {
        for (const one of addedNodes) one.remove();
        for (const one of removedNodes) target.insertBefore(one, nextSibling);
      } else if (oldValue === null) target.removeAttribute(attributeName);
      else target.setAttribute(attributeName, oldValue);
    }
    for (const one of document.querySelectorAll(".sp-beside-stage")) one.scrollTop = 0;
  };
}
