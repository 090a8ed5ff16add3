/* Passkeys: shows the buttons where the browser can, and lets the device answer. Without this file a code by mail works. */
(() => {
  "use strict";

  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  function opened(options) {
    const key = options.publicKey;
    key.challenge = bytes(key.challenge);
    if (key.user) key.user.id = bytes(key.user.id);
    for (const list of [key.excludeCredentials, key.allowCredentials]) {
      for (const known of list ?? []) known.id = bytes(known.id);
    }
    return { publicKey: key };
  }

  function closed(credential) {
    const answer = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) answer[part] = text(credential.response[part]);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response: answer,
      clientExtensionResults: credential.getClientExtensionResults(),
      authenticatorAttachment: credential.authenticatorAttachment,
    });
  }

  async function riddle(box) {
    const given = box.querySelector('script[type="application/json"]');
    if (given) return JSON.parse(given.textContent);
    const answer = await fetch(box.dataset.ask, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("no riddle");
    return answer.json();
  }

  async function prove(box) {
    const form = box.closest("form");
    const failed = box.querySelector("[data-failed]");
    failed.hidden = true;
    try {
      const options = opened(await riddle(box));
      const credential = await navigator.credentials[box.dataset.passkey](options);
      form.elements.credential.value = closed(credential);
      if (box.dataset.action) form.action = box.dataset.action;
      form.submit();
    } catch {
      failed.hidden = false;
    }
  }

  // A form of its own, or a part of the form for signing in.
  for (const box of document.querySelectorAll("[data-passkey]")) {
    box.hidden = false;
    box.querySelector('button[type="button"]')?.addEventListener("click", () => prove(box));
    if (box.tagName !== "FORM") continue;
    box.addEventListener("submit", (event) => {
      event.preventDefault();
      prove(box);
    });
  }
  for (const note of document.querySelectorAll("[data-no-passkey]")) note.hidden = true;
})();
