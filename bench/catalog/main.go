package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"nlgserver/bench/process"
	"nlgserver/internal/content"
	"nlgserver/nlg"
)

func main() {
	if process.Role() != "" {
		if err := serve(os.Args[1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	responses := flag.Int("responses", 10_000, "number of responses, with ten variations each")
	rounds := flag.Int("rounds", 5, "number of rounds; the results are medians")
	seconds := flag.Int("seconds", 10, "seconds of requests in each round, with and without reloads")
	only := flag.Bool("reloads", false, "measure only reloads under load")
	flag.Parse()
	if *only {
		err := reloads(*responses, *rounds, time.Duration(*seconds)*time.Second)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if err := measure(*responses, *rounds, *seconds); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func measure(responses, rounds, seconds int) error {
	files := makeContent(responses, 0)
	size := 0
	for _, f := range files {
		size += len(f.Data)
	}
	fmt.Printf("%d responses, %d variations, %.1f MiB of YAML in %d files\n", responses, 10*responses, mib(size), len(files))

	catalog, took, heap, err := compile(files, rounds)
	if err != nil {
		return err
	}
	fmt.Printf("compile: %.2f s, live heap %.1f MiB, %.1f times the content size\n", took.Seconds(), mib(heap), float64(heap)/float64(size))

	small, diags := nlg.Compile(makeContent(10, 0), nlg.Options{})
	if small == nil {
		return fmt.Errorf("%v", diags)
	}
	var ratios, inSmall, inLarge []float64
	for range rounds {
		a, b := render(small), render(catalog)
		inSmall, inLarge, ratios = append(inSmall, a), append(inLarge, b), append(ratios, b/a)
	}
	fmt.Printf("select and render: %.0f ns in a catalog of 10 responses, %.0f ns in this catalog, ratio %.2f\n", median(inSmall), median(inLarge), median(ratios))
	return reloads(responses, rounds, time.Duration(seconds)*time.Second)
}

// makeContent returns files of 500 responses each. The stamp makes versions of
// the content differ.
func makeContent(responses, stamp int) []content.File {
	const perFile = 500
	var files []content.File
	for first := 0; first < responses; first += perFile {
		var b strings.Builder
		b.WriteString("version: \"3.1\"\nresponses:\n")
		for i := first; i < min(first+perFile, responses); i++ {
			fmt.Fprintf(&b, "  utter_response_%d:\n", i)
			for j := range 10 {
				fmt.Fprintf(&b, "    - text: \"Hello {name}, this is variation %d of response %d in content %d; your balance is {balance}.\"\n", j, i, stamp)
				if j%3 == 1 {
					fmt.Fprintf(&b, "      condition:\n        - type: slot\n          name: tier\n          value: level%d\n", j)
				}
			}
		}
		files = append(files, content.File{Path: fmt.Sprintf("responses_%03d.yml", first/perFile), Data: []byte(b.String())})
	}
	return files
}

// compile compiles the files several times and returns medians.
func compile(files []content.File, rounds int) (*nlg.Catalog, time.Duration, int, error) {
	var times, heaps []float64
	var catalog *nlg.Catalog
	for range rounds {
		before := liveHeap()
		begin := time.Now()
		c, diags := nlg.Compile(files, nlg.Options{})
		times = append(times, time.Since(begin).Seconds())
		if c == nil {
			return nil, 0, 0, fmt.Errorf("%v", diags)
		}
		heaps = append(heaps, float64(liveHeap()-before))
		catalog = c
	}
	return catalog, time.Duration(median(times) * float64(time.Second)), int(median(heaps)), nil
}

func liveHeap() int {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// render returns how many nanoseconds a request takes in a catalog.
func render(catalog *nlg.Catalog) float64 {
	request := &nlg.Request{
		Response: "utter_response_7", Channel: "collector", InputChannel: "rest",
		Slots: nlg.Values("name", "Ann", "balance", 12.5, "tier", "none"),
	}
	rng := rand.New(rand.NewPCG(1, 2))
	var m nlg.Message
	const requests = 300_000
	begin := time.Now()
	for range requests {
		if err := catalog.RenderTo(&m, request, rng); err != nil {
			return 0
		}
	}
	return float64(time.Since(begin).Nanoseconds()) / requests
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

func mib(bytes int) float64 { return float64(bytes) / (1 << 20) }
