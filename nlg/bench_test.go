package nlg_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"nlgserver/nlg"
)

const benchContent = `
responses:
  utter_static:
    - text: "Our branches are open from nine to five."
      image: https://bank.example/hours.png
  utter_two:
    - text: "Hello {name}, you have {balance} left."
      id: two
  utter_choice:
    - {text: "gold {name}", condition: [{type: slot, name: tier, value: gold}]}
    - {text: "slack {name}", channel: slack}
    - {text: "a {name}"}
    - {text: "b {name}"}
  utter_jinja:
    - text: "Hi {{ name }}, {{ items|join(', ') }}"
      metadata: {template: jinja}
`

func benchRequest(name string) *nlg.Request {
	items, _ := nlg.ParseJSON(`["tea", "milk", "bread"]`)
	return &nlg.Request{
		Response: name, Channel: "collector", InputChannel: "rest",
		Slots: nlg.Values("name", "Ann", "balance", 12.5, "tier", "silver", "items", items), Arguments: nlg.Values(),
	}
}

func BenchmarkRender(b *testing.B) {
	catalog, _ := mustCompile(b, "a.yml", benchContent)
	rng := rand.New(rand.NewPCG(1, 2))
	for _, name := range []string{"utter_static", "utter_two", "utter_choice", "utter_jinja"} {
		request := benchRequest(name)
		b.Run(strings.TrimPrefix(name, "utter_"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := catalog.Render(request, rng); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRenderTo measures what the server does: it reuses the memory of the
// message.
func BenchmarkRenderTo(b *testing.B) {
	catalog, _ := mustCompile(b, "a.yml", benchContent)
	rng := rand.New(rand.NewPCG(1, 2))
	var m nlg.Message
	for _, name := range []string{"utter_static", "utter_two"} {
		request := benchRequest(name)
		b.Run(strings.TrimPrefix(name, "utter_"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := catalog.RenderTo(&m, request, rng); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// bigContent returns files with n responses of ten variations each.
func bigContent(n int) []nlg.File {
	const perFile = 500
	var files []nlg.File
	for first := 0; first < n; first += perFile {
		var b strings.Builder
		b.WriteString("version: \"3.1\"\nresponses:\n")
		for i := first; i < min(first+perFile, n); i++ {
			fmt.Fprintf(&b, "  utter_response_%d:\n", i)
			for j := range 10 {
				fmt.Fprintf(&b, "    - text: \"Hello {name}, this is variation %d of response %d; your balance is {balance}.\"\n", j, i)
				if j%3 == 0 {
					fmt.Fprintf(&b, "      condition:\n        - type: slot\n          name: tier\n          value: level%d\n", j)
				}
			}
		}
		files = append(files, nlg.File{Path: fmt.Sprintf("responses_%d.yml", first), Data: []byte(b.String())})
	}
	return files
}

func BenchmarkCompile(b *testing.B) {
	for _, n := range []int{10, 1000} {
		files := bigContent(n)
		size := 0
		for _, f := range files {
			size += len(f.Data)
		}
		b.Run(fmt.Sprint(n*10), func(b *testing.B) {
			b.SetBytes(int64(size))
			for b.Loop() {
				if catalog, diags := nlg.Compile(files, nlg.Options{}); catalog == nil {
					b.Fatal(diags)
				}
			}
		})
	}
}

// BenchmarkCatalogSize renders the same response from a small and a large
// catalog: the cost of a request must not depend on the size of the content.
func BenchmarkCatalogSize(b *testing.B) {
	for _, n := range []int{10, 2000} {
		catalog, diags := nlg.Compile(bigContent(n), nlg.Options{})
		if catalog == nil {
			b.Fatal(diags)
		}
		request := benchRequest("utter_response_7")
		rng := rand.New(rand.NewPCG(1, 2))
		var m nlg.Message
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if err := catalog.RenderTo(&m, request, rng); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
