// What the console does in the browser beyond htmx: the chat's field is emptied after sending, the chat shows its end.
"use strict";

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  if (event.detail.successful && form.matches && form.matches("form[data-reset]")) {
    form.reset();
    form.querySelector("input[name=text]").focus();
  }
});

function showEnd() {
  const chat = document.getElementById("chat");
  if (chat) chat.scrollTop = chat.scrollHeight;
}

document.addEventListener("htmx:oobAfterSwap", showEnd);
document.addEventListener("DOMContentLoaded", showEnd);
