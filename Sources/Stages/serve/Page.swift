// The page to try the service: text in, tags out, and why. It loads nothing from elsewhere.
// How it looks is in PageStyle, what it does in PageScript.
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
    <thead><tr><th scope="col">Tag</th><th scope="col">Score</th><th scope="col">Why</th></tr></thead>
    <tbody></tbody>
    </table>
    <section id="why" aria-labelledby="why-head" hidden>
    <h2 id="why-head">Why</h2>
    <ul id="reasons"></ul>
    <p id="key">Shaded: sentences that carried the tag; the stronger the shade, the more. <strong>Underlined</strong>:
    the words in them that counted most, and names of the tag.</p>
    <p id="why-title"></p>
    <p id="why-text"></p>
    </section>
    </main>
    <footer><p><a href="v1/projects">Models</a> · <a href="v1/openapi.json">Interface</a></p></footer>
    </body>
    </html>

    """
}
