namespace MobileNetEdge.Cli.Reporting;

/// <summary>The page's style sheet.</summary>
internal static class ReportStyle
{
    public const string Css =
        """
        :root {
          color-scheme: light dark;
          --page: #f6f7f9; --card: #ffffff; --ink: #1b2430; --soft: #586273; --line: #dde2e9; --track: #eaedf2;
          --float: #2563b8; --int8: #c2530a; --good: #16744b; --bad: #b3261e; --focus: #2563b8; --shade: rgba(179, 38, 30, .13);
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #10141a; --card: #181e26; --ink: #e6ebf2; --soft: #9aa6b6; --line: #2b3440; --track: #252d38;
            --float: #7fb0f5; --int8: #f39a56; --good: #5ccb97; --bad: #f58a80; --focus: #9cc3fa; --shade: rgba(245, 138, 128, .18);
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        body > header, main, footer { max-width: 68rem; margin: 0 auto; padding: 0 1rem; }
        a { color: var(--float); }
        :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
        .skip { position: absolute; left: -999px; top: .5rem; background: var(--card); padding: .5rem 1rem; z-index: 1; }
        .skip:focus { left: .5rem; }
        body > header { padding-top: 2rem; }
        .eyebrow { margin: 0; color: var(--soft); font-size: .8125rem; font-weight: 600; letter-spacing: .06em; text-transform: uppercase; }
        h1 { margin: .25rem 0 .5rem; font-size: clamp(1.375rem, 1rem + 2vw, 2.125rem); line-height: 1.2; overflow-wrap: anywhere; }
        h2 { margin: 0 0 .25rem; font-size: 1.25rem; line-height: 1.3; }
        h3 { margin: 1.5rem 0 .5rem; font-size: 1rem; }
        section > h4 { margin: 1.25rem 0 .25rem; font-size: .9375rem; }
        p { margin: 0 0 .75rem; max-width: 46rem; }
        .soft { color: var(--soft); }
        .small { font-size: .875rem; }
        bdi { overflow-wrap: anywhere; }
        .verdict { margin: 1rem 0; padding: .75rem 1rem; max-width: none; border-left: 4px solid var(--soft); background: var(--card); border-radius: 0 8px 8px 0; }
        .verdict.good { border-color: var(--good); }
        .verdict.bad { border-color: var(--bad); }
        nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 1rem 0; padding: 0; list-style: none; }
        nav a { display: inline-block; padding: .25rem 0; }
        section { margin: 0 0 1rem; padding: 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.25rem, 1fr)); gap: .625rem; margin: 0 0 1rem; }
        @media (max-width: 40rem) { .tiles > div:last-child:nth-child(odd) { grid-column: 1 / -1; } }
        .tiles > div { padding: .75rem .875rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
        dt { color: var(--soft); font-size: .8125rem; }
        dd { margin: 0; }
        .tiles dd { font-size: 1.3125rem; font-weight: 600; line-height: 1.3; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .tiles dd + dd { font-size: .8125rem; font-weight: 400; color: var(--soft); white-space: normal; }
        .good-text { color: var(--good); }
        .bad-text { color: var(--bad); }
        .float-text { color: var(--float); }
        .int8-text { color: var(--int8); }
        .scroll { overflow-x: auto; margin: 0 -1.25rem; padding: 0 1.25rem; }
        table { width: 100%; border-collapse: collapse; font-size: .9375rem; font-variant-numeric: tabular-nums; }
        caption { padding: .75rem 0 .25rem; text-align: left; font-weight: 600; }
        th, td { padding: .4375rem .625rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top; white-space: nowrap; }
        th:first-child, td:first-child { padding-left: 0; }
        th:last-child, td:last-child { padding-right: 0; }
        thead th { color: var(--soft); font-size: .8125rem; font-weight: 600; vertical-align: bottom; }
        .words { min-width: 6rem; text-align: left; white-space: normal; font-weight: 400; }
        tbody tr:last-child > * { border-bottom: 0; }
        .pair { display: grid; gap: 0 2rem; }
        @media (min-width: 56rem) { .pair { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } }
        svg { display: block; width: 100%; overflow: visible; }
        .axis { display: flex; justify-content: space-between; gap: .5rem; color: var(--soft); font-size: .75rem; font-variant-numeric: tabular-nums; }
        .interval { display: grid; grid-template-columns: max-content minmax(0, 1fr) max-content; gap: .25rem .75rem; align-items: center; margin: .75rem 0; }
        .interval > span { font-size: .9375rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .interval svg { height: 1.5rem; }
        .interval .axis { grid-column: 2; }
        .plot { position: relative; margin: 1.25rem 0 .25rem; padding-left: 2.75rem; }
        .plot svg { height: 13rem; border-bottom: 1px solid var(--soft); }
        .plot .tick { position: absolute; left: 0; width: 2.375rem; margin-top: -.5rem; text-align: right; color: var(--soft); font-size: .75rem; line-height: 1rem; }
        .bar { fill: var(--int8); opacity: .55; }
        .bar.worst { fill: var(--bad); opacity: 1; }
        .bar:hover { opacity: 1; }
        .grid { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; }
        .zero { stroke: var(--soft); stroke-width: 1; vector-effect: non-scaling-stroke; }
        .whisker { stroke-width: 2; vector-effect: non-scaling-stroke; fill: none; }
        .before { stroke-dasharray: 4 3; }
        .thin { stroke-width: 1.5; vector-effect: non-scaling-stroke; fill: none; }
        .float { stroke: var(--float); } .int8 { stroke: var(--int8); }
        .dot { stroke-width: 9; stroke-linecap: round; vector-effect: non-scaling-stroke; }
        .fill { fill: var(--float); opacity: .7; }
        .outside { fill: var(--shade); }
        .edge { stroke: var(--int8); stroke-width: 2; vector-effect: non-scaling-stroke; }
        .change { display: inline-block; width: 4rem; height: .625rem; margin-left: .5rem; background: var(--track); border-radius: 2px; vertical-align: baseline; }
        .change svg { height: 100%; }
        .change .down { fill: var(--bad); } .change .up { fill: var(--good); }
        @media (max-width: 40rem) { .change { display: none; } section { padding: 1rem; } .scroll { margin: 0 -1rem; padding: 0 1rem; } th, td { padding-left: .375rem; padding-right: .375rem; } }
        .flips { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(17.5rem, 100%), 1fr)); gap: .75rem; margin: 0; padding: 0; list-style: none; }
        .flips li { display: grid; grid-template-columns: 96px minmax(0, 1fr); gap: .75rem; padding: .625rem; border: 1px solid var(--line); border-radius: 10px; }
        .flips img, .flips .none { width: 96px; height: 96px; object-fit: contain; background: var(--track); border-radius: 6px; }
        .flips .none { display: grid; place-items: center; color: var(--soft); font-size: .75rem; }
        .flips dl { margin: 0; font-size: .875rem; line-height: 1.35; }
        .flips .tiny { image-rendering: pixelated; }
        .flips .figures { display: block; }
        .flips dl > div { display: grid; grid-template-columns: 2.75rem minmax(0, 1fr); gap: .25rem; margin-bottom: .25rem; }
        .flips .file { grid-column: 1 / -1; align-self: end; margin: 0; color: var(--soft); font-size: .75rem; line-height: 1.3; }
        .changes { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(26rem, 100%), 1fr)); gap: .75rem; margin: 0; padding: 0; list-style: none; }
        .changes li { padding: .625rem; border: 1px solid var(--line); border-radius: 10px; }
        .both { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: .5rem; }
        .both figure { margin: 0; }
        .both img { display: block; width: 100%; height: auto; border-radius: 6px; }
        .both .none { display: grid; place-items: center; aspect-ratio: 4 / 3; background: var(--track); border-radius: 6px; color: var(--soft); font-size: .75rem; }
        figcaption { font-size: .8125rem; }
        .changes dl { margin: .375rem 0 0; font-size: .875rem; line-height: 1.35; }
        .changes dl > div { display: grid; grid-template-columns: 4.5rem minmax(0, 1fr); gap: .25rem; }
        .changes .file { margin: .25rem 0 0; color: var(--soft); font-size: .75rem; overflow-wrap: anywhere; }
        details { border-top: 1px solid var(--line); }
        details:last-of-type { border-bottom: 1px solid var(--line); }
        summary { padding: .5rem 0; cursor: pointer; font-size: .9375rem; }
        summary .figure { float: right; margin-left: .75rem; font-variant-numeric: tabular-nums; }
        .inside { padding: .25rem 0 1rem; }
        .inside svg { height: 6rem; border-bottom: 1px solid var(--soft); }
        .inside h4 { margin: .75rem 0 .375rem; font-size: .875rem; }
        .plot + .axis + p, .plot + .axis + details { margin-top: 1rem; }
        .more { margin-top: .75rem; }
        .more > summary { font-weight: 600; color: var(--float); }
        ol { padding-left: 1.25rem; margin: .5rem 0 .75rem; }
        li { margin-bottom: .25rem; }
        footer { padding-top: .5rem; padding-bottom: 3rem; color: var(--soft); font-size: .875rem; }
        .facts + p { margin: 1rem 0 0; }
        .facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem 1.25rem; align-items: baseline; margin: .5rem 0 0; font-size: .9375rem; }
        @media (max-width: 40rem) { .facts { grid-template-columns: 1fr; gap: 0; } .facts dd { margin-bottom: .5rem; } }
        """;
}
