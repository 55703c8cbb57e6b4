// Package forms prints notifications and requests as the programs of shops write them
// into their logs, for tests: web servers, frameworks, loggers, databases, container
// runtimes, and the pages of Alipay's demos (§3.1 and §3.3 of the contract).
//
// Each printer escapes as its program does and no more. Those of PHP, Python, Node, Ruby
// and Java are compared with what PHP 8.2, Python 3.11, Node 20, Ruby 3.1 and Java 17
// printed, which is in testdata/real.txtar; those of Go use Go's own packages. The others
// are written from the sources and the documentation of the programs that Form.By names.
package forms
