// The roll: everybody present at one touch, and how many have been called. Without this the page works the same.
(() => {
  const form = document.querySelector("[data-roll]");
  if (!form) return;
  const people = [...form.querySelectorAll(".roll-person")];
  const count = form.querySelector("[data-roll-count]");
  const tell = () => {
    const called = people.filter((person) => person.querySelector("input:checked")).length;
    if (count) count.textContent = `${called}/${people.length}`;
  };
  form.querySelector("[data-roll-all]")?.addEventListener("click", (event) => {
    event.preventDefault();
    for (const person of people) {
      if (!person.querySelector("input:checked")) person.querySelector(".roll-present input").checked = true;
    }
    tell();
  });
  form.addEventListener("change", tell);
  tell();
})();
