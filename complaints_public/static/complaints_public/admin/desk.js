// The moderation desk without the mouse: templates, proposal, a preview that follows, and keys. All works without it but the first two.
(() => {
  "use strict";

  const put = (field, text) => {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  document.addEventListener("change", (event) => {
    const target = event.target.dataset?.replyFor;
    const field = target && document.getElementById(target);
    if (!field || !event.target.value) return;
    put(field, field.value.trim() ? `${field.value.trimEnd()}\n\n${event.target.value}` : event.target.value);
    event.target.value = "";
    field.focus();
  });

  const begin = () => {
    const form = document.querySelector("[data-desk-form]");
    if (!form) return;
    const frame = document.querySelector(".desk__preview");
    form.querySelector(".desk__no-script")?.remove();
    // The page as the public gets it, at the place that is being written.
    const places = { title: "main", summary: "#summary-title", response: "#response-title" };
    const showPlace = () => {
      const place = frame.contentDocument?.querySelector(places[document.activeElement?.name] ?? places.title);
      if (place) frame.contentWindow.scrollTo(0, place.getBoundingClientRect().top + frame.contentWindow.scrollY);
    };
    frame.addEventListener("load", showPlace);
    form.addEventListener("focusin", showPlace);
    const broken = form.querySelector(".w-field--error :is(input, textarea, select)");
    if (broken) broken.focus();
    else form.elements.title.focus({ preventScroll: true });
    showPlace();

    const others = form.querySelector(".desk__other");
    let timer;
    let latest = 0;
    const renew = async () => {
      const mine = ++latest;
      const answer = await fetch(form.dataset.previewUrl, { method: "POST", body: new FormData(form) });
      if (answer.ok && mine === latest) frame.srcdoc = await answer.text();
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(renew, 500);
    });

    const take = () => {
      const isWritten = form.elements.title.value.trim() || form.elements.summary.value.trim();
      if (isWritten && !window.confirm(form.dataset.overwrite)) return;
      for (const source of document.querySelectorAll("[data-proposal]")) {
        put(form.elements[source.dataset.proposal], source.textContent.trim());
      }
      form.elements.title.focus();
    };
    document.querySelector("[data-take-proposal]")?.addEventListener("click", take);

    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey && event.key === "Enter") {
        event.preventDefault();
        if (others.contains(event.target)) return; // a reason is being written: not a moment to publish
        const button = form.querySelector("[data-approve]");
        if (!button.disabled) form.requestSubmit(button);
      } else if (event.altKey && event.shiftKey && event.code === "KeyP") {
        event.preventDefault();
        take();
      } else if (event.altKey && event.shiftKey && event.code === "KeyW") {
        event.preventDefault();
        others.open = true;
        form.elements.comment.focus();
      } else if (event.altKey && event.shiftKey && event.code === "KeyN") {
        event.preventDefault();
        form.querySelector("[data-skip]").click();
      }
    });
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
