// A page that is opened from a folder may start no worker, and the search of the site runs in one. Here the script of
// a worker runs in a hidden frame instead, which speaks with the page as a worker would.
(() => {
  if (location.protocol !== "file:") {
    return;
  }

  const inside = `
    const page = parent;
    self.postMessage = (data) => page.postMessage(data, "*");
    self.importScripts = async (...urls) => {
      for (const url of urls) {
        await new Promise((done) => {
          const script = document.createElement("script");
          script.src = url;
          script.onload = done;
          document.body.append(script);
        });
      }
    };`;

  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.append(this.frame);
      this.inner = this.frame.contentWindow;
      this.hear = (event) => {
        if (event.source === this.inner) {
          const message = new MessageEvent("message", { data: event.data });
          this.dispatchEvent(message);
          this.onmessage?.(message);
        }
      };
      window.addEventListener("message", this.hear);
      const text = this.inner.document;
      text.open();
      text.write(`<body><script>${inside}</${"script"}><script src="${url}"></${"script"}></body>`);
      text.close();
      // Only now: to open the document took every listener away.
      this.ready = new Promise((done) => {
        this.inner.addEventListener("load", done, { once: true });
      });
    }

    async postMessage(data) {
      await this.ready;
      this.inner.dispatchEvent(new MessageEvent("message", { data: structuredClone(data) }));
    }

    terminate() {
      window.removeEventListener("message", this.hear);
      this.frame.remove();
    }
  };
})();
