// The page to try the service: text in, tags out. It loads nothing from elsewhere.
import Foundation
import Hummingbird

enum Page {
  static var html: Response { answer(markup, "text/html; charset=utf-8") }
  static var script: Response { answer(program, "text/javascript; charset=utf-8") }
  static var style: Response { answer(sheet, "text/css; charset=utf-8") }

  private static func answer(_ text: String, _ type: String) -> Response {
    Answer.response(Data(text.utf8), type)
  }

  private static let markup = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Tags for a text</title>
    <link rel="stylesheet" href="page.css">
    <script src="page.js" defer></script>
    </head>
    <body>
    <main>
    <h1>Tags for a text</h1>
    <noscript><p>This page needs JavaScript; programs use <code>/v1</code>.</p></noscript>
    <form id="form">
    <label for="project">Model</label>
    <select id="project"></select>
    <label for="title">Title</label>
    <input id="title" autocomplete="off">
    <label for="text">Text</label>
    <textarea id="text" rows="10" required></textarea>
    <label for="limit">At most <output id="limit-value" for="limit">10</output> tags</label>
    <input id="limit" type="range" min="1" max="50" value="10">
    <label for="threshold">With a score of at least
    <output id="threshold-value" for="threshold">0.00</output></label>
    <input id="threshold" type="range" min="0" max="1" step="0.01" value="0">
    <button>Suggest tags</button>
    </form>
    <p id="status" role="status"></p>
    <table id="results" hidden>
    <caption>Tags, best first</caption>
    <thead><tr><th scope="col">Tag</th><th scope="col">Score</th></tr></thead>
    <tbody></tbody>
    </table>
    <footer><p><a href="v1/projects">Models</a> · <a href="v1/openapi.json">Interface</a></p></footer>
    </main>
    </body>
    </html>

    """

  private static let program = """
    "use strict";
    const field = (id) => document.getElementById(id);
    const say = (text) => { field("status").textContent = text; };
    let found = [];

    // Sliders choose among the tags that have come; only another text asks again.
    function show() {
      const limit = Number(field("limit").value);
      const threshold = Number(field("threshold").value);
      field("limit-value").textContent = limit;
      field("threshold-value").textContent = threshold.toFixed(2);
      const shown = found.slice(0, limit).filter((tag) => tag.score >= threshold);
      const rows = shown.map((tag) => {
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
        return row;
      });
      field("results").tBodies[0].replaceChildren(...rows);
      field("results").hidden = rows.length === 0;
      const of = rows.length < found.length ? ` of ${found.length}` : "";
      say(`${rows.length}${of} tag${found.length === 1 ? "" : "s"}.`);
    }

    async function read(response) {
      const body = await response.json();
      if (!response.ok) throw new Error(body.detail || body.title);
      return body;
    }

    async function suggest(event) {
      event.preventDefault();
      say("…");
      const form = new URLSearchParams({
        text: field("text").value, metadata_title: field("title").value, limit: "50",
      });
      const name = encodeURIComponent(field("project").value);
      try {
        const answer = await read(
          await fetch(`v1/projects/${name}/suggest`, { method: "POST", body: form }));
        found = answer.results;
        show();
      } catch (error) {
        found = [];
        show();
        say("No answer: " + error.message);
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

    """

  private static let sheet = """
    :root { color-scheme: light dark; --soft: #5b6570; --line: #8a949e; }
    @media (prefers-color-scheme: dark) { :root { --soft: #a0aab4; --line: #5b6570; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; max-width: 44rem; padding: 1rem; overflow-wrap: anywhere;
      font: 16px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
    h1 { font-size: 1.6rem; margin: .3rem 0 1rem; }
    form { display: grid; gap: .3rem; }
    label { margin-top: .6rem; font-weight: 600; }
    input, select, textarea, button { font: inherit; width: 100%; padding: .4rem; }
    textarea { resize: vertical; }
    button { margin-top: 1rem; cursor: pointer; }
    :focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
    table { width: 100%; border-collapse: collapse; }
    caption { text-align: left; font-weight: 600; padding: .4rem 0; }
    th, td { text-align: left; padding: .3rem .4rem; border-bottom: 1px solid var(--line); }
    td:last-child { white-space: nowrap; font-variant-numeric: tabular-nums; }
    meter { width: 5rem; }
    #status { min-height: 1.5em; color: var(--soft); }
    footer { margin-top: 2rem; color: var(--soft); }

    """
}
