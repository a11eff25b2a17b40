// Command web bundles the desk's page: it reads desk/web/src and the packages that
// npm has installed, and writes desk/web/dist, which the binary embeds: scripts and
// styles compressed, since browsers get them so. With -check it writes nothing, and
// fails if the files in dist are not those that it would write.
//
//	npm ci --ignore-scripts --prefix desk/web
//	go run -C tools/web .
//
// It is a module of its own, so that the product's go.mod does not list esbuild.
//
// The one rule to know: the same sources and packages give the same contents, on every
// machine. Nothing of the machine, such as a path or a time, may get into a file.
package main
