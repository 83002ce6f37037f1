// Shows what a form chooses without loading the whole page. Without this script the form does the same by itself.
const form = document.querySelector("[data-partial-form] form");

async function show(address, isNew) {
  const results = document.querySelector("[data-partial]");
  results.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    if (!response.ok) throw new Error(response.status);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    results.replaceWith(page.querySelector("[data-partial]"));
    document.querySelector("[data-partial-status]").textContent = page.querySelector("[data-partial-status]").textContent;
    for (const select of form.elements) {
      const fresh = page.querySelector(`[data-partial-form] [name="${select.name}"]`);
      if (fresh) select.value = fresh.value;
    }
    if (isNew) history.pushState({}, "", address);
  } catch {
    location.assign(address);
  }
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  show(`${form.action}?${new URLSearchParams(new FormData(form))}`, true);
});
if (form) addEventListener("popstate", () => show(location.href, false));
