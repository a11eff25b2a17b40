// Command catalog measures the scale of content: how long a large catalog takes
// to compile and how much memory it holds, whether a request in it costs more
// than in a small one, and what a reload does to requests under way.
package main
