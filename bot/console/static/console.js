// What the console does in the browser beyond htmx: the chat's field is emptied after sending, the chat shows its end, a form
// is sent once.
"use strict";

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  if (event.detail.successful && form.matches && form.matches("form[data-reset]")) {
    form.reset();
    form.querySelector("input[name=text]").focus();
  }
});

// A form goes out once: on a slow line a second press would send the same again, or be told that nothing was sent.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 15000);
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

function showEnd() {
  const chat = document.getElementById("chat");
  if (chat) chat.scrollTop = chat.scrollHeight;
}

document.addEventListener("htmx:oobAfterSwap", showEnd);
document.addEventListener("DOMContentLoaded", showEnd);
