// The look of a page: its style sheet, and a script that sorts tables. The page is
// complete without the script.
import FormatsFiles
import Foundation

/// Style sheet and script of every page.
enum PageStyle {
  static let sheet = base + shades

  /// Shades of words (blue), and of sentences by each kind of attention.
  private static var shades: String {
    // On a dark page a strong shade would swallow light letters.
    shades(strength: 0.075) + "\n@media screen and (prefers-color-scheme:dark){\n"
      + shades(strength: 0.045) + "}\n"
  }

  private static func shades(strength: Double) -> String {
    (1...10).map { level in
      let alpha = String(format: "%.2f", Double(level) * strength)
      return ".a\(level){background:hsl(212 95% 55%/\(alpha))}"
        + ".o.s\(level){background:hsl(212 95% 55%/\(alpha))}"
        + ".g.s\(level){background:hsl(28 95% 52%/\(alpha))}"
    }.joined(separator: "\n")
  }

  private static let base = """

    :root{--fg:#1b1f24;--bg:#fff;--soft:#5b6570;--line:#d5dbe1;--band:#f4f6f8;--link:#0b57d0;
    --c1:#1f6fc4;--c2:#d1600a;--c3:#22843c;--c4:#8b3fb0;--c5:#b3261e;--good:#1a7a35;--bad:#b3261e}
    @media (prefers-color-scheme:dark){:root{--fg:#e4e8ec;--bg:#14171b;--soft:#a0aab4;
    --line:#39414a;--band:#1d2228;--link:#8ab4f8;--c1:#6fb1ff;--c2:#ffa45c;--c3:#6fd38a;--c4:#d69cf5;
    --c5:#ff8a80;--good:#6fd38a;--bad:#ff8a80}}
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%}
    body{margin:0 auto;max-width:72rem;padding:1rem;color:var(--fg);background:var(--bg);
    font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;overflow-wrap:anywhere}
    h1{font-size:1.7rem;line-height:1.2;margin:.5rem 0}
    h2{font-size:1.3rem;margin:2.2rem 0 .6rem;padding-bottom:.2rem;border-bottom:2px solid var(--line)}
    h3{font-size:1rem;margin:0 0 .4rem}
    p{margin:.5rem 0;max-width:50rem}
    .sub,.note,.k,.f1{color:var(--soft)}
    .story{font-size:1.1rem;max-width:46rem}
    .data{font-size:.85rem;color:var(--soft)}.data table{font-size:.8rem;color:var(--fg)}
    .note{font-size:.9rem}.k,.f1{font-size:.85em;font-weight:normal}
    a{color:var(--link)}
    nav a{display:inline-block;margin:0 .9rem .2rem 0;font-size:.95rem}
    table{border-collapse:collapse;margin:.6rem 0 1rem;font-size:.9rem;max-width:100%}
    th,td{padding:.25rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
    th:first-child,td:first-child{padding-left:.2rem}
    th{color:var(--soft);font-weight:600;vertical-align:bottom}
    tbody tr:nth-child(even){background:var(--band)}
    .n{text-align:right;font-variant-numeric:tabular-nums}
    .n,th{overflow-wrap:normal}
    .sortable th{cursor:pointer}
    th[aria-sort=ascending]::after{content:" ▲"}th[aria-sort=descending]::after{content:" ▼"}
    details{margin:.3rem 0}td details{margin:0}td details p{margin:.2rem 0;font-size:.85rem;color:var(--soft)}
    td small{display:block;color:var(--soft);font-size:.85em}
    summary{cursor:pointer}
    .tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(9.5rem,1fr));gap:.5rem;margin:.8rem 0}
    .tiles div{border:1px solid var(--line);border-radius:6px;padding:.35rem .6rem;display:flex;flex-direction:column;justify-content:space-between}
    .tiles dt{color:var(--soft);font-size:.8rem;line-height:1.3}
    .tiles dd{margin:0;font-size:1.15rem;font-weight:600;overflow-wrap:normal;font-variant-numeric:tabular-nums}
    .tiles small{display:block;font-size:.75rem;font-weight:normal;color:var(--soft)}
    section{display:flow-root}
    section>h3{margin:1.4rem 0 .3rem}
    .charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,24rem),1fr));gap:1rem;margin:.8rem 0}
    figure{margin:0;max-width:34rem}figcaption{font-weight:600;font-size:.95rem}
    svg{display:block;width:100%;height:auto;font:11px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
    svg text{fill:var(--fg)}svg .t{font-size:12px;fill:var(--soft)}svg .v{font-size:9.5px}
    svg .g{stroke:var(--line);stroke-width:.7}svg .ax{stroke:var(--soft)}
    svg .m{stroke:var(--soft);stroke-dasharray:2 3}svg .w{stroke:var(--fg)}svg .f{fill:var(--bg);stroke:var(--fg);stroke-width:.6}
    svg .l{fill:none;stroke-width:1.7;stroke-linejoin:round}svg .d{stroke-dasharray:5 3}
    svg .p{fill:none;stroke-width:4.5;stroke-linecap:round;stroke-opacity:.75}svg .q{stroke-width:2.8}
    .c1{stroke:var(--c1)}.c2{stroke:var(--c2)}.c3{stroke:var(--c3)}.c4{stroke:var(--c4)}.c5{stroke:var(--c5)}
    .b{stroke:none}.b.c1{fill:var(--c1)}.b.c2{fill:var(--c2)}.b.c3{fill:var(--c3)}.b.c4{fill:var(--c4)}
    article{margin:1.2rem 0;padding:.8rem;border:1px solid var(--line);border-radius:6px}
    article .dt{max-width:none;font-weight:600}
    .sentences{width:100%;margin:.4rem 0}
    .sentences tbody tr:nth-child(even){background:none}
    .sentences th:not(:last-child),.sentences td:not(:last-child){width:2.8rem;text-align:right;
    padding:.2rem .35rem;font-size:.8rem;font-variant-numeric:tabular-nums;overflow-wrap:normal}
    [class^=a]{border-radius:3px}
    .tags{list-style:none;margin:.5rem 0 0;padding:0;display:flex;flex-wrap:wrap;gap:.35rem .5rem}
    .tags li{border:1px solid var(--line);border-radius:4px;padding:.05rem .5rem;font-size:.9rem;max-width:100%}
    .m{font-weight:600}.right{border-color:var(--good)!important}.right .m{color:var(--good)}
    .wrong{border-color:var(--bad)!important}.wrong .m{color:var(--bad)}
    .missed{border-style:dashed!important}.missed .m,.unknown .m{color:var(--soft)}
    @media (min-width:64rem){.charts:has(>figure:only-child){float:right;width:33rem;margin:0 0 1rem 2rem}}
    @media (max-width:40rem){.tiles dd{font-size:1rem}.tiles{grid-template-columns:repeat(auto-fill,minmax(7.5rem,1fr))}
    body{padding:.6rem;line-height:1.4}h2{margin-top:1.3rem}.story{font-size:1rem}.charts{margin:.4rem 0;gap:.6rem}
    article{margin:.6rem 0}nav a{margin:0 .7rem .1rem 0}table{font-size:.8rem}th,td{padding:.25rem .3rem}
    article{padding:.5rem}}
    @media (max-width:27rem){th,td{padding:.2rem .18rem}.tiles{grid-template-columns:repeat(auto-fill,minmax(5.6rem,1fr))}}
    @media print{:root{--fg:#000;--bg:#fff;--soft:#444;--line:#bbb;--band:#f4f6f8;--c1:#1f6fc4;--c2:#d1600a;
    --c3:#22843c;--c4:#8b3fb0;--good:#1a7a35;--bad:#b3261e}
    body{font-size:10pt;max-width:none;padding:0}nav{display:none}
    #comparison>details::details-content,.paper::details-content{content-visibility:visible;display:block}
    .data{display:none}
    .charts{grid-template-columns:1fr 1fr}svg{max-height:7cm}table{font-size:8.5pt}
    *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
    figure,article,tr{break-inside:avoid}.tiles div{break-inside:avoid}h2,h3{break-after:avoid}thead{display:table-header-group}}

    """

  static let script = """
    for (const table of document.querySelectorAll("table.sortable")) {
      const heads = [...table.querySelectorAll("th")];
      heads.forEach((head, column) => {
        head.tabIndex = 0;
        const sort = () => {
          const down = head.getAttribute("aria-sort") !== "descending" && head.className === "n"
            || head.getAttribute("aria-sort") === "ascending";
          const body = table.tBodies[0], key = row => {
            const cell = row.cells[column];
            return cell.dataset.k === undefined ? cell.textContent : Number(cell.dataset.k);
          };
          const rows = [...body.rows].map(row => [key(row), row]);
          rows.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0) * (down ? -1 : 1));
          heads.forEach(other => other.removeAttribute("aria-sort"));
          head.setAttribute("aria-sort", down ? "descending" : "ascending");
          body.append(...rows.map(pair => pair[1]));
        };
        head.addEventListener("click", sort);
        head.addEventListener("keydown", event => { if (event.key === "Enter") sort(); });
      });
    }
    """

  /// The hash by which the page's policy allows the script.
  static func scriptHash() throws -> String {
    var hasher = try ContentHasher()
    Array(script.utf8).withUnsafeBytes { hasher.update($0) }
    let digits = Array(hasher.finish().hexadecimal.utf8)
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
    }
    return Data(bytes).base64EncodedString()
  }
}
