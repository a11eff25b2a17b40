package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"nlgserver/internal/content"
	"nlgserver/internal/source"
	"nlgserver/server"
)

// serve prints its address and serves until it gets a signal to stop.
func serve() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	a, err := server.New(options())
	if err != nil {
		return err
	}
	if err := a.Start(ctx); err != nil {
		return err
	}
	fmt.Println(a.Addr())
	return a.Wait(ctx)
}

func options() server.Options {
	files := []content.File{{Path: "responses.yml", Data: []byte(responses())}}
	return server.Options{Source: source.Memory{Name: "bench", Files: files}, Listen: "127.0.0.1:0", Drain: 10 * time.Second}
}

// responses returns content that an honest author may well have written, and that
// lets a request do much work.
func responses() string {
	var b strings.Builder
	b.WriteString("responses:\n")
	say := func(name string, lines ...string) {
		fmt.Fprintf(&b, "  %s:\n", name)
		for _, line := range lines {
			fmt.Fprintf(&b, "    %s\n", line)
		}
	}
	say("utter_greet", `- text: "Hello {name}, welcome to {city}."`)
	say("utter_plain", `- text: "Hi {name}"`)
	say("utter_many", `- text: "`+strings.Repeat("{name} ", 100)+`"`)
	say("utter_width", `- text: "{name:>100} {name!r} {name}"`)
	say("utter_custom", "- custom:", "    blocks:", "      - {a: '{name}', b: ['{name}', '{city}'], c: {d: '{name}'}}", "      - {a: '{context}'}")
	say("utter_buttons", "- text: '{name}'", "  buttons:", "    - {title: '{name}', payload: '/a'}", "    - {title: '{city}', payload: '/b'}")

	var fold, same, patterns, slow, lists, jinja []string
	for i := range 50 {
		fold = append(fold, "- text: hit", "  condition:", fmt.Sprintf("    - {type: slot, name: name, value: 'Straße %d'}", i))
		same = append(same, "- text: hit", fmt.Sprintf("  condition: 'slots.name == slots.city and %d > 0'", i))
		lists = append(lists, "- text: hit", fmt.Sprintf("  condition: \"slots.name contains 'v%d' or {'a' 'b' slots.city} contains slots.name\"", i))
		jinja = append(jinja, "- text: hit", fmt.Sprintf("  condition: \"slots.name == '{{ slots.city }}%d'\"", i))
	}
	for _, p := range []string{"(a{0,30}){0,30}b", "[a-z0-9]{10,250}@", `^\S+@\S+\.[a-z]{2,}$`, `(x+x+)+y`, `(\w|\d)+!$`, `.*.*.*=.*`, `[ab]*a[ab]{100}c`} {
		patterns = append(patterns, "- text: hit", "  condition: \"slots.name matches '"+strings.ReplaceAll(p, `\`, `\\`)+"'\"")
	}
	for _, p := range []string{`(?=(a+)+$)b`, `(a|aa)+(?!a)$`, `(.+)\1\1b`, `(?<!a)b(?=c*d)`, `^(([a-z])+.)+[A-Z]([a-z])+$(?!x)`} {
		slow = append(slow, "- text: hit", "  condition: \"slots.name matches '"+strings.ReplaceAll(p, `\`, `\\`)+"'\"")
	}
	end := "- text: 'Bye {name}'"
	say("utter_fold", append(fold, end)...)
	say("utter_same", append(same, end)...)
	say("utter_lists", append(lists, end)...)
	say("utter_jinja_condition", append(jinja, end)...)
	say("utter_patterns", append(patterns, end)...)
	say("utter_slow_patterns", append(slow, end)...)
	for name, template := range map[string]string{
		"loop":    "{% for x in name %}{{ x }}{% for y in name %}{{ y }}{% endfor %}{% endfor %}",
		"sort":    "{{ name|sort|unique|join(',') }} {{ name|string|length }}",
		"replace": "{{ (name|string).replace('a', 'bb') * 50 }}",
		"groups":  "{% for g, items in name|groupby('x') %}{{ items|length }}{% endfor %}",
		"json":    "{{ name|tojson }} {{ name|pprint }} {{ name|upper|wordcount }}",
		"macro":   "{% macro m(n) %}{{ name if n else '' }}{{ m(n - 1) if n }}{% endmacro %}{{ m(90) }}",
	} {
		say("utter_jinja_"+name, `- text: "`+template+`"`, "  metadata: {template: jinja}")
	}
	return b.String()
}
