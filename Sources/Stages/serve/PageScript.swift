// What the page does: asks for tags, then for their reasons, and shades the text.

extension Page {
  static let program = #"""
    "use strict";
    const field = (id) => document.getElementById(id);
    const say = (text) => { field("status").textContent = text; };
    // The answers to the text that was sent last, and that text.
    let found = [], explained = null, asked = 0;
    const sent = { title: "", text: "" };
    let chosen = null;

    // Sliders choose among the tags that have come; only another text asks again.
    function show() {
      const limit = Number(field("limit").value);
      const threshold = Number(field("threshold").value);
      field("limit-value").textContent = limit;
      field("threshold-value").textContent = threshold.toFixed(2);
      const shown = found.slice(0, limit).filter((tag) => tag.score >= threshold);
      field("results").tBodies[0].replaceChildren(...shown.map(row));
      field("results").hidden = shown.length === 0;
      if (!shown.some((tag) => tag.uri === chosen)) chosen = shown.length ? shown[0].uri : null;
      showWhy();
      const of = shown.length < found.length ? ` of ${found.length}` : "";
      say(`${shown.length}${of} tag${found.length === 1 ? "" : "s"}.`);
    }

    function row(tag) {
      const row = document.createElement("tr");
      const name = row.insertCell();
      if (/^https?:/.test(tag.uri)) {
        const link = document.createElement("a");
        link.href = tag.uri;
        link.rel = "noreferrer";
        link.textContent = tag.label;
        name.append(link);
      } else {
        name.textContent = tag.label;
      }
      if (tag.notation) name.append(" " + tag.notation);
      const score = row.insertCell();
      const meter = document.createElement("meter");
      meter.value = tag.score;
      meter.setAttribute("aria-hidden", "true");
      score.append(meter, " " + tag.score.toFixed(4));
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Why";
      button.setAttribute("aria-label", "Why " + tag.label);
      button.dataset.uri = tag.uri;
      button.addEventListener("click", () => { chosen = tag.uri; showWhy(); });
      row.insertCell().append(button);
      return row;
    }

    // Where the words of the reading stand in the text: [from, to), or null. The reading is in
    // lower case, without what is not a word; a word that it spells otherwise has no place.
    function places(text, words) {
      const lower = Array.from(text, (sign) => {
        const small = sign.toLowerCase();
        return small.length === sign.length ? small : sign;
      }).join("");
      const isPart = (sign) => sign !== undefined && /[\p{L}\p{N}]/u.test(sign);
      function find(word, from) {
        if (word === undefined) return -1;
        // Ideographs stand side by side.
        const isAlone = /^[\p{Ll}\p{N}]/u.test(word);
        for (let at = lower.indexOf(word, from); at >= 0; at = lower.indexOf(word, at + 1)) {
          if (!isAlone || (!isPart(lower[at - 1]) && !isPart(lower[at + word.length]))) return at;
        }
        return -1;
      }
      let end = 0;
      return words.map((word, number) => {
        const at = find(word, end);
        if (at < 0) return null;
        if (at - end > 80) {
          // So far away it is another one, unless the next word follows.
          const next = find(words[number + 1], at + word.length);
          if (next < 0 || next - at > 80) return null;
        }
        end = at + word.length;
        return [at, end];
      });
    }

    // Fills `element` with the text of `sentences`, some of them and of their words marked.
    // A sentence has words, share (of the score that it carried), strong (places of words)
    // and attention.
    function shade(element, text, sentences) {
      const flat = sentences.flatMap((sentence) => sentence.words);
      let spots = places(text, flat);
      if (spots.filter(Boolean).length * 2 < flat.length) {
        // Markup and the like: the reading itself is shown.
        text = flat.join(" ");
        spots = places(text, flat);
      }
      const parts = [];
      let at = 0, number = 0;
      const plain = (to) => { const piece = text.slice(at, to); at = to; return piece; };
      for (const sentence of sentences) {
        const own = spots.slice(number, number + sentence.words.length);
        number += sentence.words.length;
        const placed = own.filter(Boolean);
        if (!placed.length) continue;
        parts.push(plain(placed[0][0]));
        if (sentence.attention !== undefined) {
          const weight = document.createElement("small");
          weight.textContent = `${Math.round(sentence.attention * 100)} % `;
          parts.push(weight);
        }
        const pieces = [];
        own.forEach((spot, place) => {
          if (!spot || !sentence.strong.has(place)) return;
          pieces.push(plain(spot[0]));
          const word = document.createElement("strong");
          word.textContent = plain(spot[1]);
          pieces.push(word);
        });
        pieces.push(plain(placed[placed.length - 1][1]));
        if (sentence.share > 0) {
          const mark = document.createElement("mark");
          mark.style.setProperty("--share", `${Math.round(20 + 80 * sentence.share)}%`);
          mark.append(...pieces);
          parts.push(mark);
        } else {
          parts.push(...pieces);
        }
      }
      parts.push(plain(text.length));
      element.replaceChildren(...parts);
    }

    function showWhy() {
      for (const button of document.querySelectorAll("td button")) {
        button.setAttribute("aria-pressed", String(button.dataset.uri === chosen));
        button.disabled = explained === null;
      }
      const reason = explained?.results.find((reason) => reason.subject.uri === chosen);
      field("why").hidden = !reason;
      if (!reason) return;
      const score = reason.subject.score;
      field("why-head").textContent = `Why “${reason.subject.label}”`;
      const where = (sentence) => sentence === 0 ? "the title" : `sentence ${sentence}`;
      const sentences = explained.sentences.map((words) => ({ words, share: 0, strong: new Set() }));
      const lines = [];
      if (reason.unseen) lines.push("It never occurred in training.");
      for (const name of reason.names) {
        lines.push(`Named in ${where(name.sentence)}: ${name.text}.`);
        name.text.split(" ").forEach((_, more) =>
          sentences[name.sentence].strong.add(name.place + more));
      }
      for (const part of reason.because) {
        const sentence = sentences[part.sentence];
        sentence.share = Math.min(1, Math.max(0, (score - part.score_without) / score));
        for (const word of part.words) sentence.strong.add(word.place);
        const words = part.words.map((word) => sentence.words[word.place]).join(", ");
        lines.push(`Without ${where(part.sentence)} its score would be `
          + `${part.score_without.toFixed(4)} instead of ${score.toFixed(4)}`
          + (words ? `; what counts most there: ${words}.` : "."));
      }
      if (!reason.because.length) lines.push("No single sentence carries it.");
      if (reason.attention.length) {
        lines.push("Before each sentence: the share of the network’s attention that it got.");
        reason.attention.forEach((weight, place) => { sentences[place + 1].attention = weight; });
      }
      field("reasons").replaceChildren(...lines.map((line) => {
        const item = document.createElement("li");
        item.textContent = line;
        return item;
      }));
      shade(field("why-title"), sent.title, sentences.slice(0, 1));
      shade(field("why-text"), sent.text, sentences.slice(1));
    }

    async function read(response) {
      const body = await response.json();
      if (!response.ok) throw new Error(body.detail || body.title);
      return body;
    }

    async function suggest(event) {
      event.preventDefault();
      const number = ++asked;
      const isOld = () => number !== asked;
      say("…");
      sent.title = field("title").value.normalize();
      sent.text = field("text").value.normalize();
      found = [];
      explained = null;
      const address = `v1/projects/${encodeURIComponent(field("project").value)}/`;
      const ask = async (what) => read(await fetch(address + what, {
        method: "POST",
        body: new URLSearchParams({
          text: sent.text, metadata_title: sent.title, limit: "50",
        }),
      }));
      try {
        const answer = await ask("suggest");
        if (isOld()) return;
        found = answer.results;
        show();
      } catch (error) {
        if (isOld()) return;
        show();
        say("No answer: " + error.message);
        return;
      }
      if (!found.length) return;
      try {
        const answer = await ask("explain");
        if (isOld()) return;
        explained = answer;
        showWhy();
      } catch (error) {
        if (!isOld()) say(field("status").textContent + " Not explained: " + error.message);
      }
    }

    async function begin() {
      try {
        const { projects } = await read(await fetch("v1/projects"));
        field("project").replaceChildren(
          ...projects.map((project) => new Option(project.name, project.project_id)));
      } catch (error) {
        say("No answer: " + error.message);
      }
    }

    field("form").addEventListener("submit", suggest);
    for (const id of ["limit", "threshold"]) field(id).addEventListener("input", show);
    // Control and Enter, as in other forms with much text.
    field("text").addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) field("form").requestSubmit();
    });
    begin();

    """#
}
