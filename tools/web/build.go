package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// publicPath is where the server serves dist/assets.
const publicPath = "/desk/assets"

// build returns the files of dist.
func build(dir string) (files, error) {
	page, err := os.ReadFile(filepath.Join(dir, "index.html"))
	if err != nil {
		return nil, err
	}
	entries := entryPoints(page)
	if len(entries) == 0 {
		return nil, errors.New(`index.html names no entry point, such as <script type="module" src="src/main.tsx">`)
	}
	if _, err := os.Stat(filepath.Join(dir, "node_modules", "preact")); err != nil {
		return nil, fmt.Errorf("the page's packages are not installed: run npm ci --ignore-scripts in desk/web: %w", err)
	}
	result := api.Build(options(dir, entries))
	if len(result.Errors) > 0 {
		return nil, errors.New(messages(result.Errors))
	}
	if len(result.Warnings) > 0 { // a warning is a mistake that nobody would see in CI
		return nil, errors.New(messages(result.Warnings))
	}
	built := files{}
	for _, file := range result.OutputFiles {
		name, err := filepath.Rel(filepath.Join(dir, "dist"), file.Path)
		if err != nil {
			return nil, err
		}
		built[named(filepath.ToSlash(name))] = file.Contents
	}
	meta, err := readMeta(result.Metafile)
	if err != nil {
		return nil, err
	}
	if built["index.html"], err = meta.fill(page, entries); err != nil {
		return nil, err
	}
	if built["licenses.txt"], err = meta.licenses(dir); err != nil {
		return nil, err
	}
	return built, nil
}

func options(dir string, entries []string) api.BuildOptions {
	return api.BuildOptions{
		AbsWorkingDir: dir,
		EntryPoints:   entries,
		Outdir:        "dist/assets",
		PublicPath:    publicPath,
		EntryNames:    "[name]-[hash]",
		ChunkNames:    "[name]-[hash]",
		AssetNames:    "[name]-[hash]",

		Bundle:    true,
		Splitting: true, // what import() loads, such as the editor, is a file of its own
		Format:    api.FormatESModule,
		Platform:  api.PlatformBrowser,
		Target:    api.ES2022,
		Charset:   api.CharsetUTF8,

		JSX:             api.JSXAutomatic,
		JSXImportSource: "preact",
		Define:          map[string]string{"process.env.NODE_ENV": `"production"`},

		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		LegalComments:     api.LegalCommentsNone, // licenses.txt has them
		TreeShaking:       api.TreeShakingTrue,

		// The settings of the type checker must not change the bytes.
		TsconfigRaw: `{"compilerOptions": {"useDefineForClassFields": true}}`,
		Metafile:    true,
		Write:       false,
		LogLevel:    api.LogLevelSilent,
	}
}

func messages(list []api.Message) string {
	lines := api.FormatMessages(list, api.FormatMessagesOptions{Kind: api.ErrorMessage})
	return strings.TrimSpace(strings.Join(lines, ""))
}
