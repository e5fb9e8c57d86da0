// Makes a passkey, or signs in with one: asks the browser for it, and posts what it answers with the form inside.
//
// data-make, data-ask: the server's options as JSON, or the path where they are. What the person need not see
// without a script is `hidden` until here.

class PassKey extends HTMLElement {
  connectedCallback() {
    if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
    this.hidden = false;
    this.form = this.querySelector("form");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#ask();
    });
  }

  async #ask() {
    this.#say("");
    try {
      const credential = await (this.dataset.make ? this.#make() : this.#get());
      this.form.elements.credential.value = JSON.stringify(credential);
      this.form.submit();
    } catch (error) {
      if (error.name === "InvalidStateError") this.#say("This device has a passkey of yours already.");
      else this.#say("That did not work. Try again, or use another way.");
    }
  }

  async #make() {
    const { creation_options: options } = await this.#options(this.dataset.make);
    const wanted = options.publicKey.authenticatorSelection;
    // A passkey, which signs in by itself, where the device can; a second factor otherwise.
    Object.assign(wanted, { residentKey: "preferred", requireResidentKey: false, userVerification: "preferred" });
    return navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options.publicKey),
    });
  }

  async #get() {
    const { request_options: options } = await this.#options(this.dataset.ask);
    return navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options.publicKey),
    });
  }

  async #options(source) {
    if (!source.startsWith("/")) return JSON.parse(source);
    const answer = await fetch(source, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  }

  #say(sentence) {
    const place = this.querySelector("[role=alert]");
    place.textContent = sentence;
    place.hidden = !sentence;
  }
}

customElements.define("pass-key", PassKey);
