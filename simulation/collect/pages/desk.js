// How many have answered, without reloading the page; when the wave is closed elsewhere, the page opens anew.
const cells = document.querySelectorAll("[data-count]");
async function count() {
  try {
    const answer = await fetch("/desk/counts");
    if (!answer.ok) return;
    const counts = (await answer.json()).flat();
    if (counts.length !== cells.length) return location.reload();
    counts.forEach((number, place) => (cells[place].textContent = number));
  } catch {
    // the command was stopped; what stands here stays as it was
  }
}
setInterval(count, 3000);
