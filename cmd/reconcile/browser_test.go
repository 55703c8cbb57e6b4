package main

import (
	"context"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// A browser is a real Chromium without a window.
type browser struct {
	t   *testing.T
	ctx context.Context
}

// newBrowser starts a browser, or skips the test where there is none. With
// NEED_BROWSER=1 that is a failure.
func newBrowser(t *testing.T) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser takes seconds")
	}
	names := []string{"chromium", "chromium-browser", "google-chrome"}
	i := slices.IndexFunc(names, func(name string) bool { _, err := exec.LookPath(name); return err == nil })
	switch {
	case i < 0 && os.Getenv("NEED_BROWSER") != "":
		t.Fatalf("none of %s is installed", strings.Join(names, ", "))
	case i < 0:
		t.Skipf("the hand-over page was not tried in a browser: none of %s is installed", strings.Join(names, ", "))
	}
	ctx, err := chromium.start(names[i])
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t, ctx}
}

// A sharedBrowser is one process for all tests, since it takes longer to start than most of
// them. Their tabs know nothing of each other.
type sharedBrowser struct {
	mu  sync.Mutex
	ctx context.Context // nil before it is started
	end func()
}

var chromium sharedBrowser

// start starts the browser unless it runs.
func (b *sharedBrowser) start(name string) (context.Context, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ctx != nil && b.ctx.Err() == nil {
		return b.ctx, nil
	}
	var err error
	for range 3 { // a Chromium now and then crashes before its first page
		allocator, end := chromedp.NewExecAllocator(context.Background(), browserFlags(name)...)
		ctx, cancel := chromedp.NewContext(allocator, chromedp.WithErrorf(log.Printf))
		if err = chromedp.Do(ctx); err == nil {
			b.ctx, b.end = ctx, func() { cancel(); end() }
			return ctx, nil
		}
		cancel()
		end()
	}
	return nil, err
}

// stop ends the browser and removes what it has on disk.
func (b *sharedBrowser) stop() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ctx != nil {
		b.end()
	}
}

// browserFlags let a browser run anywhere, quietly: it opens nothing but our
// own pages, so that it needs no sandbox, and finds no host but this one.
func browserFlags(name string) []chromedp.ExecAllocatorOption {
	flags := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(name), chromedp.Headless, chromedp.NoSandbox, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck,
		chromedp.DisableGPU, chromedp.WindowSize(1000, 1200), chromedp.Flag("password-store", "basic"),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
	}
	for _, off := range []string{"quic", "background-networking", "component-update", "sync", "breakpad", "dev-shm-usage", "default-apps", "extensions", "domain-reliability"} {
		flags = append(flags, chromedp.Flag("disable-"+off, true))
	}
	return flags
}

// A tab is one tab of a browser, apart from all others, with what opens from it.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu    sync.Mutex
	asked []string // every address that its page asked for
}

// open opens a tab on a page. first runs before the page does.
func (b *browser) open(address string, first ...chromedp.Action[chromedp.Void]) *tab {
	b.t.Helper()
	p := &tab{t: b.t}
	limited, end := context.WithTimeout(b.ctx, 3*time.Minute)
	var cancel context.CancelFunc
	p.ctx, cancel = chromedp.NewContext(limited, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.listen))
	b.t.Cleanup(func() { cancel(); end() })
	p.do(append(first, chromedp.Navigate(address))...)
	return p
}

// listen notes what the page asks the network for.
func (p *tab) listen(event any) {
	if asked, ok := event.(*network.EventRequestWillBeSent); ok {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.asked = append(p.asked, asked.Request.Method+" "+asked.Request.URL)
	}
}

// requests is what the page asked for, itself included.
func (p *tab) requests() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.asked)
}

// do does what a person does, or a developer.
func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// ask returns what an action finds in a tab.
func ask[T any](p *tab, a chromedp.Action[T]) T {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, a)
	if err != nil {
		p.t.Fatal(err)
	}
	return v
}

// call returns an action of one command that answers nothing.
func call[P, R any](command cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, command, params)
		return err
	})
}

// others are the tabs that were opened from this one.
func (p *tab) others() []*target.Info {
	p.t.Helper()
	all, err := chromedp.Targets(p.ctx)
	if err != nil {
		p.t.Fatal(err)
	}
	own := chromedp.FromContext(p.ctx)
	return slices.DeleteFunc(all, func(i *target.Info) bool {
		return !isTab(i, own.BrowserContextID) || i.TargetID == own.Target.TargetID
	})
}

// isTab tells the tabs of a context from those of others, and from the windows
// that the browser is made of.
func isTab(i *target.Info, context cdp.BrowserContextID) bool {
	return i.BrowserContextID == context && i.Type == "page" && !strings.HasPrefix(i.URL, "chrome://")
}

// opens does a step and returns the tab that it opens.
func (p *tab) opens(step chromedp.Action[chromedp.Void]) *tab {
	p.t.Helper()
	own := chromedp.FromContext(p.ctx).BrowserContextID
	created := chromedp.BrowserEvents(p.ctx, target.TargetCreated)
	p.do(step)
	for event, err := range created {
		if err != nil {
			p.t.Fatal(err)
		}
		if i := event.TargetInfo; isTab(i, own) {
			ctx, cancel := chromedp.NewContext(p.ctx, chromedp.WithTargetID(i.TargetID))
			p.t.Cleanup(cancel)
			return &tab{t: p.t, ctx: ctx}
		}
	}
	p.t.Fatal("the browser has gone")
	return nil
}

// shot takes a picture of the whole page, into the folder BROWSER_SHOTS for
// people to look at.
func (p *tab) shot(name string) {
	p.t.Helper()
	picture := ask(p, chromedp.FullScreenshot(100))
	folder := os.Getenv("BROWSER_SHOTS")
	if folder == "" {
		folder = p.t.TempDir()
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o600); err != nil {
		p.t.Fatal(err)
	}
}
