/* Says how many votes are needed while the numbers are typed. The server says the same when the form is sent. */
(() => {
  "use strict";
  const count = (box, name) => {
    const input = box.querySelector(`[name="${name}"]`);
    return input && input.value !== "" ? Number.parseInt(input.value, 10) : null;
  };
  function say(box) {
    const line = box.querySelector("[data-vote-line]");
    const members = count(box, "members");
    if (!line || !box.dataset.numerator || members === null || Number.isNaN(members)) return;
    const all = members - (count(box, "away") || 0) - (count(box, "exempt_absent") || 0);
    if (all < 1) return;
    const share = (all * Number(box.dataset.numerator)) / Number(box.dataset.denominator);
    const whole = Math.floor(share + 1e-9);
    const needed = share - whole > 1e-9 || "strict" in box.dataset ? whole + 1 : whole;
    const yes = count(box, "in_favour");
    const enough = yes !== null && yes >= needed;
    const words = yes === null ? box.dataset.needs : enough ? box.dataset.enough : box.dataset.short;
    line.textContent = words.replace("{n}", needed).replace("{all}", all).replace("{yes}", yes);
    line.parentElement.classList.toggle("is-enough", enough);
    line.parentElement.classList.toggle("is-short", yes !== null && !enough);
  }
  document.querySelectorAll("[data-ballot]").forEach((box) => {
    box.addEventListener("input", () => say(box));
    say(box);
  });
})();
