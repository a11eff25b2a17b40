package jinja

import (
	"testing"

	"nlgserver/internal/python"
)

func BenchmarkRender(b *testing.B) {
	vars := python.DictOf("name", python.Str("Sara"), "items", python.List(python.Str("tea"), python.Str("cake"), python.Str("milk")))
	for _, c := range []struct{ name, source string }{
		{"name", "Hi {{ name }}!"},
		{"join", "Hi {{ name }}, {{ items|join(', ') }}"},
		{"loop", "{% for i in items %}{{ loop.index }}. {{ i|title }}{% if not loop.last %}, {% endif %}{% endfor %}"},
	} {
		b.Run(c.name, func(b *testing.B) {
			tpl := mustCompile(b, c.source)
			b.ReportAllocs()
			var dst []byte
			for b.Loop() {
				var err *Error
				if dst, err = tpl.Append(dst[:0], vars, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Compile("Hi {{ name }}, {% for i in items if i %}{{ i|upper }}{% else %}nothing{% endfor %}"); err != nil {
			b.Fatal(err)
		}
	}
}
