// How the page looks: by day and by night, from 400 pixels on.

extension Page {
  static let sheet = """
    :root { color-scheme: light dark; --soft: #4f5963; --line: #8a949e; --shade: #ffc94d; }
    @media (prefers-color-scheme: dark) {
      :root { --soft: #a9b3bd; --line: #5b6570; --shade: #7a5a00; }
    }
    html { background: Canvas; color: CanvasText; }
    * { box-sizing: border-box; }
    body { margin: 0 auto; max-width: 44rem; padding: 1rem; overflow-wrap: anywhere;
      font: 16px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
    h1 { font-size: 1.6rem; margin: .3rem 0 1rem; }
    h2 { font-size: 1.2rem; margin: 1.5rem 0 .3rem; }
    form { display: grid; gap: .3rem; }
    label { margin-top: .6rem; font-weight: 600; }
    input, select, textarea, button { font: inherit; width: 100%; padding: .4rem; }
    input, select, textarea { border: 1px solid var(--line); border-radius: .2rem; }
    input[type=range] { padding: .4rem 0; }
    textarea { resize: vertical; }
    button { cursor: pointer; }
    form button { margin-top: 1rem; }
    :focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
    [hidden] { display: none; }
    table { width: 100%; border-collapse: collapse; }
    caption { text-align: left; font-weight: 600; padding: .4rem 0; }
    th, td { text-align: left; padding: .3rem .4rem; border-bottom: 1px solid var(--line); }
    td:nth-child(2) { white-space: nowrap; font-variant-numeric: tabular-nums; }
    td button { padding: .1rem .5rem; width: auto; }
    td button[aria-pressed=true] { font-weight: 700; outline: 2px solid; }
    meter { width: 3rem; }
    #status { min-height: 1.5em; color: var(--soft); }
    #key, small { color: var(--soft); }
    #reasons { padding-left: 1.2rem; }
    #why-title { font-weight: 600; }
    #why-text { white-space: pre-wrap; }
    mark { color: inherit; border-radius: .2rem;
      background: color-mix(in srgb, var(--shade) var(--share, 50%), transparent); }
    #why strong { text-decoration: underline; text-decoration-thickness: 2px;
      text-underline-offset: 2px; }
    footer { margin-top: 2rem; color: var(--soft); }
    @media (max-width: 500px) { meter { display: none; } }

    """
}
