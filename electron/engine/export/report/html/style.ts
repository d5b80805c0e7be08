/** The report's only stylesheet: paper, 72 characters wide; light and dark; made to be printed. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#f6f6f3;--paper:#fff;--line:#deded8;--strong:#8c8e86;--text:#1a1d21;--muted:#565c64;--accent:#0b5cad;--denied:#b84a00;--success:#0067a5;--change:#a04a7d;--request:#00795a;--other:#7a7f86;--sunken:#f1f1ed}
@media (prefers-color-scheme:dark){:root{--bg:#121518;--paper:#191d21;--line:#2b3138;--strong:#6a727b;--text:#e7eaed;--muted:#a3abb4;--accent:#6cb6ff;--denied:#f58b4c;--success:#6bb4e6;--change:#dd9ac2;--request:#3fc79b;--other:#9aa1a9;--sunken:#20252a}}
*{box-sizing:border-box}
html{background:var(--bg);color:var(--text);font:15px/1.5 "Inter Variable",Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
body{max-width:calc(72ch + 96px);margin:24px auto;padding:48px;background:var(--paper);border:1px solid var(--line);overflow-wrap:anywhere}
h1{font-size:26px;line-height:1.2;font-weight:650;margin:0 0 8px}
h2{font-size:19px;line-height:1.3;font-weight:650;margin:48px 0 12px;padding-top:12px;border-top:1px solid var(--strong)}
h3{font-size:16px;line-height:1.35;font-weight:650;margin:36px 0 8px}
h4{font-size:12px;font-weight:600;letter-spacing:.06em;text-transform:uppercase;color:var(--muted);margin:20px 0 6px}
p{margin:0 0 10px}
.lead{font-size:17px;line-height:1.45}
.muted{color:var(--muted)}
.small{font-size:13px}
code,.mono{font:12.5px/1.45 "JetBrains Mono Variable","JetBrains Mono",ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.hash{font-size:11px}
ul,ol{margin:0 0 10px;padding-left:22px}
li{margin:0 0 4px}
dl{display:grid;grid-template-columns:minmax(9ch,16ch) 1fr;gap:4px 16px;margin:0 0 12px}
dt{color:var(--muted)}
dd{margin:0;min-width:0}
table{border-collapse:collapse;width:100%;margin:0 0 12px;font-size:13px;line-height:1.4}
caption{text-align:left;color:var(--muted);padding:0 0 6px}
th,td{text-align:left;vertical-align:top;padding:4px 10px 4px 0;border-bottom:1px solid var(--line)}
th{font-weight:600;color:var(--muted)}
td.n,th.n{text-align:right;white-space:nowrap}
td.t{white-space:nowrap}
th,td.k{overflow-wrap:normal}
h4.plain{text-transform:none;letter-spacing:0;font-size:14px;color:var(--text)}
tr:last-child td{border-bottom:0}
a{color:var(--accent);text-decoration:none}
a:hover{text-decoration:underline}
a.cite{font-size:11px;vertical-align:2px;padding:0 1px}
svg{display:block;width:100%;height:auto;margin:8px 0 12px}
svg text{font:11px "Inter Variable",Inter,system-ui,sans-serif;fill:var(--text)}
svg .m{fill:var(--muted)}
svg .axis{stroke:var(--strong);stroke-width:1}
svg .grid{stroke:var(--line);stroke-width:1}
.denied{fill:var(--denied)}.success{fill:var(--success)}.change{fill:var(--change)}.request{fill:var(--request)}.other{fill:var(--other)}
.s-denied{stroke:var(--denied)}.s-success{stroke:var(--success)}.s-change{stroke:var(--change)}.s-request{stroke:var(--request)}.s-other{stroke:var(--other)}
svg .o{fill:none;stroke-width:2}
.tag{display:inline-block;padding:0 6px;border:1px solid var(--line);border-radius:3px;font-size:12px;margin-right:4px}
.note{border-left:3px solid var(--accent);padding:2px 0 2px 12px;margin:0 0 10px}
.decision{border:1px solid var(--strong);padding:10px 14px;margin:0 0 12px}
.answer{font-size:17px;font-weight:600;margin:0 0 4px}
.layer{font-size:11px;color:var(--muted);font-weight:400;letter-spacing:0;text-transform:none}
.w{color:var(--muted);font-size:12px;white-space:nowrap}
summary{cursor:pointer;color:var(--muted);font-size:13px;margin:0 0 6px}
footer{margin-top:48px;padding-top:12px;border-top:1px solid var(--strong);font-size:13px;color:var(--muted)}
@page{margin:18mm 16mm}
@media print{
:root{color-scheme:light;--bg:#fff;--paper:#fff;--line:#d5d5cf;--strong:#7c7e77;--text:#000;--muted:#44484e;--accent:#000;--denied:#b84a00;--success:#0067a5;--change:#a04a7d;--request:#00795a;--other:#6d7278;--sunken:#fff}
html{font-size:10.5pt}body{border:0;margin:0;padding:0;max-width:none}
h2,h3,h4{break-after:avoid}tr,svg,.note,.decision,li{break-inside:avoid}thead{display:table-header-group}
.episode{break-before:page}summary{display:none}
}
@media (max-width:700px){body{margin:0;padding:20px;border:0}dl{grid-template-columns:1fr}dt{margin-top:4px}}
`;
