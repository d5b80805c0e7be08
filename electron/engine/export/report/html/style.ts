/** The report's only stylesheet: paper; light and dark; made to be printed. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#f6f6f3;--paper:#fff;--line:#deded8;--strong:#8c8e86;--text:#1a1d21;--muted:#565c64;--accent:#0b5cad;--denied:#b84a00;--success:#0067a5;--change:#a04a7d;--request:#00795a;--other:#7a7f86;--sunken:#f1f1ed;--land:#dcdcd4}
@media (prefers-color-scheme:dark){:root{--bg:#121518;--paper:#191d21;--line:#2b3138;--strong:#6a727b;--text:#e7eaed;--muted:#a3abb4;--accent:#6cb6ff;--denied:#f58b4c;--success:#6bb4e6;--change:#dd9ac2;--request:#3fc79b;--other:#9aa1a9;--sunken:#20252a;--land:#343b43}}
*{box-sizing:border-box}
html{background:var(--bg);color:var(--text);font:15px/1.5 "Inter Variable",Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
body{max-width:920px;margin:24px auto;padding:48px 56px;background:var(--paper);border:1px solid var(--line);overflow-wrap:anywhere}
h1{font-size:30px;line-height:1.2;font-weight:650;margin:0 0 20px}
h2{font-size:23px;line-height:1.25;font-weight:650;margin:64px 0 14px;padding-top:14px;border-top:2px solid var(--text)}
h3{font-size:18px;line-height:1.3;font-weight:650;margin:40px 0 10px}
h4{font-size:15px;line-height:1.35;font-weight:650;margin:28px 0 8px}
h5{font-size:13px;line-height:1.4;font-weight:650;margin:20px 0 6px}
p{margin:0 0 10px;max-width:78ch}
.kicker{color:var(--muted);margin:0 0 4px}
.logo{display:block;max-width:220px;max-height:80px;width:auto;height:auto;margin:0 0 28px}
.mark{text-align:center;font-weight:650;letter-spacing:.04em;border:1px solid var(--text);padding:4px 10px;margin:0 auto 32px;max-width:none;width:fit-content}
.mark.end{margin:48px auto 0}
.lead{font-size:18px;line-height:1.45}
.muted,.layer,.hash{color:var(--muted)}
.small{font-size:13px}
code,.mono{font:12.5px/1.45 "JetBrains Mono Variable","JetBrains Mono",ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.hash{font:11px/1.45 "JetBrains Mono Variable","JetBrains Mono",ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
ul,ol{margin:0 0 10px;padding-left:22px;max-width:82ch}
li{margin:0 0 4px}
h2.toc{font-size:18px;border:0;margin:40px 0 8px;padding:0}
ol.toc{list-style:none;padding:0}
ol.toc li{margin:0 0 2px}
.l1{font-weight:650;padding-top:8px}.l2{padding-left:18px}.l3{padding-left:36px;font-size:13px}
dl{display:grid;grid-template-columns:minmax(9ch,16ch) 1fr;gap:4px 16px;margin:0 0 12px}
dt{color:var(--muted)}
dd{margin:0;min-width:0;max-width:78ch}
.wide{overflow-x:auto;margin:0 0 16px}
table{border-collapse:collapse;width:100%;min-width:560px;font-size:13px;line-height:1.4}
caption{text-align:left;color:var(--muted);padding:0 0 6px}
th,td{text-align:left;vertical-align:top;padding:5px 12px 5px 0;border-bottom:1px solid var(--line)}
th{font-weight:600;color:var(--muted);vertical-align:bottom;overflow-wrap:normal}
th:last-child,td:last-child{padding-right:0}
td.n,th.n{text-align:right}
td.n{white-space:nowrap}
td.t{white-space:nowrap}
td.w{overflow-wrap:normal}
a{color:var(--accent);text-decoration:none}
a:hover{text-decoration:underline}
a.cite{font-size:12px}
figure{margin:12px 0 16px}
figcaption{font-size:13px}
svg{display:block;width:100%;height:auto;margin:0 0 4px}
svg text{font:11px "Inter Variable",Inter,system-ui,sans-serif;fill:var(--text);paint-order:stroke;stroke:var(--paper);stroke-width:2px}
svg .m{fill:var(--muted)}
.f-denied{fill:var(--denied)}.f-success{fill:var(--success)}.f-change{fill:var(--change)}.f-request{fill:var(--request)}.f-other{fill:var(--other)}.f-land{fill:var(--land);stroke:var(--paper);stroke-width:.5}.f-area{fill:var(--sunken)}
.s-denied{stroke:var(--denied)}.s-success{stroke:var(--success)}.s-change{stroke:var(--change)}.s-request{stroke:var(--request)}.s-other{stroke:var(--other)}.s-axis{stroke:var(--strong)}.s-grid{stroke:var(--line)}
svg .l{fill:none;stroke-width:2}svg .s-axis.l,svg .s-grid.l{stroke-width:1}svg .d{stroke-dasharray:4 3}
svg .o{fill:none;stroke-width:2}
.tag{display:inline-block;padding:0 6px;border:1px solid var(--line);border-radius:3px;font-size:12px}
.note{border-left:3px solid var(--accent);padding:2px 0 2px 12px}
.decision{border:1px solid var(--strong);padding:10px 14px}
.warning{border-left:3px solid var(--denied);padding:2px 0 2px 12px;font-weight:600}
.answer{font-size:17px;margin:0 0 4px}
.layer{font-size:12px;font-weight:400}
pre{white-space:pre-wrap;font:12px/1.5 "JetBrains Mono Variable","JetBrains Mono",ui-monospace,Menlo,Consolas,monospace;background:var(--sunken);padding:12px}
summary{cursor:pointer;color:var(--muted);font-size:13px;margin:0 0 6px}
@page{margin:18mm 16mm}
@media print{
:root{color-scheme:light;--bg:#fff;--paper:#fff;--line:#d5d5cf;--strong:#7c7e77;--text:#000;--muted:#44484e;--accent:#000;--denied:#b84a00;--success:#0067a5;--change:#a04a7d;--request:#00795a;--other:#6d7278;--sunken:#f4f4f1;--land:#dcdcd4}
html{font-size:10.5pt}body{border:0;margin:0;padding:0;max-width:none}
.wide{overflow:visible}table{min-width:0}
h2{break-before:page;margin-top:0}h2.toc{break-before:avoid}
h2,h3,h4,h5,caption{break-after:avoid}tr,figure,.note,.decision,li{break-inside:avoid}thead{display:table-header-group}
}
@media (max-width:700px){body{margin:0;padding:20px;border:0}dl{grid-template-columns:1fr}dt{margin-top:4px}}
`;
