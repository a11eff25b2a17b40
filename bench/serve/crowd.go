package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"nlgserver/server"
)

// The content of an assistant: a hundred variations.
const (
	crowdResponses  = 25
	crowdVariations = 4
)

// crowdName is the name of an assistant, and crowdResponse that of a response in an
// edition of its content. All are of the same length, so that a request for one becomes a
// request for another by its digits.
const (
	crowdName     = "bot-%03d"
	crowdResponse = "utter_gre%02d_%03d"
)

// writeCrowd writes the content of n assistants below dir, each to a directory of its
// name.
func writeCrowd(dir string, n int) error {
	for i := range n {
		name := fmt.Sprintf(crowdName, i)
		at := filepath.Join(dir, name)
		if err := os.Mkdir(at, 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(at, "responses.yml"), []byte(crowdContent(name, 1)), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// crowdContent returns the content of an assistant, in so many editions.
func crowdContent(name string, editions int) string {
	var b strings.Builder
	b.WriteString("responses:\n")
	for edition := range editions {
		for i := range crowdResponses {
			fmt.Fprintf(&b, "  "+crowdResponse+":\n", i, edition)
			for v := range crowdVariations {
				fmt.Fprintf(&b, "    - text: \"Hello {name}, welcome to {city}, says %s.\"\n      id: greet_%d_%d\n", name, i, v)
			}
		}
	}
	return b.String()
}

// crowdOptions returns the options of the role: the directory, how many assistants to
// serve, and how many editions of the content each has. 0 assistants are one alone, in a
// server without several.
func crowdOptions(args []string) (server.Options, error) {
	if len(args) != 3 {
		return server.Options{}, fmt.Errorf("%s needs a directory and two numbers", roleCrowd)
	}
	dir := args[0]
	n, err := strconv.Atoi(args[1])
	if err != nil {
		return server.Options{}, err
	}
	if n == 0 {
		editions, err := strconv.Atoi(args[2])
		if err != nil {
			return server.Options{}, err
		}
		path := filepath.Join(dir, fmt.Sprintf("alone-%d.yml", editions))
		return server.Options{Paths: []string{path}}, os.WriteFile(path, []byte(crowdContent(fmt.Sprintf(crowdName, 0), editions)), 0o600)
	}
	var opts server.Options
	for i := range n {
		name := fmt.Sprintf(crowdName, i)
		opts.Assistants.Options = append(opts.Assistants.Options, server.AssistantOptions{
			Name: name, Paths: []string{filepath.Join(dir, name)}, Fingerprint: name,
		})
	}
	return opts, nil
}
