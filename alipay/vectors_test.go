package alipay_test

import (
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"reconcile/alipay"
)

// Keys and texts that signed messages in public were made with. The keys are
// Alipay's public one of 2016 and those of test suites; none guards anything.
const (
	alipayKey = `-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCnxj/9qwVfgoUh/y2W89L6BkRA
FljhNhgPdyPuBV64bfQNN1PjbCzkIM6qRdKBoLPXmKKMiFYnkd6rAoprih3/PrQE
B/VsW8OoM8fxn67UDYuyBTqA23MML9q1+ilIZwBC2AQ2UBVOrFXfFl75p6/B5Ksi
NG9zpgmLCUYuLkxpLQIDAQAB
-----END PUBLIC KEY-----
`
	alipayKeyLine = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCnxj/9qwVfgoUh/y2W89L6BkRAFljhNhgPdyPuBV64bfQNN1PjbCzkIM6qRdKBoLPXmKKMiFYnkd6rAoprih3/PrQEB/VsW8OoM8fxn67UDYuyBTqA23MML9q1+ilIZwBC2AQ2UBVOrFXfFl75p6/B5KsiNG9zpgmLCUYuLkxpLQIDAQAB"
	testRSAKey    = `-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCjNVhJf9PYDFN1PFd4SXEvxmjD
0dn+xQ4lQu6o8HbGXz4de/RRVTJDL48qwxn81lar5cNSIjbnhDRXm9fZcrzuwbjq
xXOv2Ov7MZAa/WJEcfvp3XcSgxKPB54FLVvHo/rxuMK2xpps47Lpc7vppkvi3ofb
XW61S+aT0TWFkUMTnwIDAQAB
-----END PUBLIC KEY-----
`
	testDSAKey = `-----BEGIN PUBLIC KEY-----
MIIBtzCCASwGByqGSM44BAEwggEfAoGBAPFfz8PuhouzHeQ3sxaRUkjqgP8hZeXk
L+Dzuvu79kslnp2Y1ApWDGaM3S8hHG1Ws49d7H9MgqpDSfQ4w4Ac/9Pc4m7VVsmf
EexXwYWG9WVwLOXuHO2EO/XjKR3RLrPCMnNRcOw1GuVKZUq0j6faBiYDIhnseE92
rjTuz5DSj5bRAhUAqvyDkRSbs/AQdDuE0M8yoDC8yOMCgYEAs5QaWTH61+ysVRCM
HwN9qSRkfqYj/5Q+RE71GWLzqAeSt47duxAo3PhCSra8DkEa7Nz7w6icEmIt7GLJ
IF808QRdqISU9fskQMzdgPQTZNn4zqu4P3WkR5uxZevDptS+yoNh5pU5ndWLTfdg
xzRVWLps509zHuDzm8AZ6qudni0DgYQAAoGALa36zyacg5JezBoAj9v9P/feATL/
PfTCZ/aoQ1PTm3Rm/DQubm9jWy6QnJIzGGHmwjPx2WsLtW9YVXSUHEkNxWUOxP7w
M5tGdrGrHLkQs7Xm5oC4e/EF8dvJeQDIGHCyr7fqptI97AJSv20se0EtREgfWukk
VD9IpyVFb1VC1h4=
-----END PUBLIC KEY-----
`
	// The private half of testRSAKey, as the suite publishes it.
	testRSAPrivate = `-----BEGIN PRIVATE KEY-----
MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBAKM1WEl/09gMU3U8
V3hJcS/GaMPR2f7FDiVC7qjwdsZfPh179FFVMkMvjyrDGfzWVqvlw1IiNueENFeb
19lyvO7BuOrFc6/Y6/sxkBr9YkRx++nddxKDEo8HngUtW8ej+vG4wrbGmmzjsulz
u+mmS+Leh9tdbrVL5pPRNYWRQxOfAgMBAAECgYB7xOSjOJFK8m4IJi6fRfLULD8e
4XHUR1Qm5c9fxpwMbAYLDgmF9HodgV+tKi/3EgTAb4nkK5Y/lH6tQb47ZUvo/lKz
RlIVZ6Rm76V07g/+5exIZzTyvdD9T2fLeYQwKV/2JYUv0KSYWPvWykdaV4aNkCuw
mxTUjvhDxK/Ns31CIQJBANI1Y3gGBqbBIN9wxjx3ShBtt/U8YnipUJ92eTI7OU9p
ZsCIFPoeYG/X40miwDb5ouPnvJTtzuY4PkPokEefN9MCQQDGwurqa8RNK2APA62U
CdZbJuWimkdHEc53IKvD/l2tWVFqhVAy8bs+3LGzBNfuxUuAxOoQm9n0IVRaH5jn
l8GFAkEAijuTmsUTsKsGDAmkQvULHnyYYUuBUem92+9TycWKbX9Zk7ipWsWJE2N7
0tuU3VISXR7yM1mjGl/YCl4wKvk4AwJAE1DkBY4dkKZTeoIP/2AJXehkzq2Rmb2I
RBl/t9djgTI58FEuXxUQ7mYCOvSQi5rO4J/CY4TR5KDMksmZUYB1BQJAIEfVDxz4
5yoHL7L+6EoC5TWxUxFMN7z7FhObyKeaLKj3inEsbjfcPCA09zPUce0FSKBc/dVh
DEorJMaPK5vXiA==
-----END PRIVATE KEY-----
`
	// A DSA pair that openssl made for these tests, 1024 and 160 bits.
	testDSAPrivate = `-----BEGIN PRIVATE KEY-----
MIIBSwIBADCCASwGByqGSM44BAEwggEfAoGBALjx65iBiFWCvpPNzjeh+O1LTqAo
EyBmlRD1hIIG7yS2QV+Rv/pJ1RK6g2D+dHqg9fIWV5Dx/T1ACwf+vz14xNrqXg7z
uLb2WB07ktafiFim14cdnaFiZ4NvmcqTX633fCIJsoVls1OFCSEYYbQtAFEeTraL
bmrP7IE5BtCxPZ47AhUA1pfsuwxyxe4pTXMX/018XHrJ/KMCgYEAq2miNuuOiLdE
nWf9P1+O7BNSfIt4SGqXlAjz3AN9rZUggVhc49O3fxscM1V+w4K/nDWUHpaYzHYH
286BD+KvLvtuQJzhRqNMIk7YR6UU7/H3OIA1PFsurk3FXvQsdNwe1RaWS5xMblZ1
FbQz0Bxm6AMbTwMu83amOxOvGufluiIEFgIUdDCXQg0xTOxuFPhR/f3xWttlxIU=
-----END PRIVATE KEY-----
`
	testDSAPublic = `-----BEGIN PUBLIC KEY-----
MIIBuDCCASwGByqGSM44BAEwggEfAoGBALjx65iBiFWCvpPNzjeh+O1LTqAoEyBm
lRD1hIIG7yS2QV+Rv/pJ1RK6g2D+dHqg9fIWV5Dx/T1ACwf+vz14xNrqXg7zuLb2
WB07ktafiFim14cdnaFiZ4NvmcqTX633fCIJsoVls1OFCSEYYbQtAFEeTraLbmrP
7IE5BtCxPZ47AhUA1pfsuwxyxe4pTXMX/018XHrJ/KMCgYEAq2miNuuOiLdEnWf9
P1+O7BNSfIt4SGqXlAjz3AN9rZUggVhc49O3fxscM1V+w4K/nDWUHpaYzHYH286B
D+KvLvtuQJzhRqNMIk7YR6UU7/H3OIA1PFsurk3FXvQsdNwe1RaWS5xMblZ1FbQz
0Bxm6AMbTwMu83amOxOvGufluiIDgYUAAoGBAK+aS7xS+/LV+G0OcKdurXRaaOXT
XcjCCX+VqeBEmCROr21Y3YnitXj+V0A6zHbT4ZDLh8h7iV6IMWLV7MRzFRO9Up/5
1mcyviELSZKUQC1VTdnesL2VX5RWkFgY7fKVhnLxR5gUqIGl7fBw4SSgJiOiA2V8
gi+yZASF/hh+WHhD
-----END PUBLIC KEY-----
`
	testMD5Key  = "10000000000000000000000000000000"
	otherMD5Key = "20000000000000000000000000000000"

	// The real message, Alipay to a merchant in 2016.
	realSign   = "BaT8qZ/MrRqgt2qskYFrbLn7P7CaYtHthsJQaNH8lBkSNYag9NMvjozpo6Iwftaic791vzeW3m5BPuNRKpUE0FWdAhhSfzwAdA9Wj8yJ2R/mLFKyQs/h1lLEq/s0JPXICgqzg2mA3PHDQ9Cwaeq/tSvhLKppfZZ0a5MtCCdnNG8="
	realResult = "2016031721001004670245932381^0.20^SUCCESS#2016031721001004670247063531^0.24^SUCCESS"
	realText   = "batch_no=20160317458193492932&notify_id=c08606fc38c232d0e9b21af966278e7gdx&notify_time=2016-03-17 13:45:09&notify_type=batch_refund_notify&result_details=" + realResult + "&success_num=2"

	// The DSA fixture.
	dsaText = "batch_no=201101120001&notify_id=70fec0c2730b27528665af4517c27b95&notify_time=2011-01-12 11:25:00&notify_type=batch_refund_notify&result_details=2011011201037066^5.00^SUCCESS$jax_chuanhang@alipay.com^2088101003147483^0.01^SUCCESS&success_num=1"
	dsaSign = "MCwCFEc2Dbh0rreKzClszb0JzlOIoqr0AhQLrtcRRmOlIbqXiJ9wPDy0Il8NZw=="

	// The interface document's own examples: the request of 7.1.2 and the
	// notification of table 5-1.
	docRequest = "_input_charset=GBK&batch_no=201101120001&batch_num=1&detail_data=2011011201037066^5.00^协商退款&partner=2088101008267254&refund_date=2011-01-12 11:21:00&return_url=http://api.test.alipay.net/atinterface/receive_notify.htm&seller_email=Jier1105@alitest.com&seller_user_id=2088101008267254&service=refund_fastpay_by_platform_pwd"
	docNotify  = "batch_no=20060702001&notify_id=70fec0c2730b27528665af4517c27b95&notify_time=2009-08-12 11:08:32&notify_type=batch_refund_notify&result_details=2010031906272929^80^SUCCESS$jax_chuanhang@alipay.com^2088101003147483^0.01^SUCCESS&success_num=2"

	// Requests of a public test suite.
	suiteRefund = "_input_charset=utf-8&batch_no=123456789&batch_num=1&detail_data=1^0.01^test&notify_url=/some_url&partner=1000000000000000&refund_date=2015-01-01 00:00:00&seller_user_id=1000000000000000&service=refund_fastpay_by_platform_pwd"
	suiteTrans  = "_input_charset=utf-8&account_name=毛毛&batch_fee=1000.0&batch_no=20080107001&batch_num=1&detail_data=0315006^testture0002@126.com^常炜买家^1000.00^hello&email=biz_932@alitest.com&notify_url=https://example.com/orders/20150401000-0001/notify&partner=1000000000000000&pay_date=20080107&service=batch_trans_notify"
	suiteMixed  = "aaa=111&bbb=2222&ccc=3333&ggg=1"
)

// gbk is text in the bytes of GBK.
func gbk(t testing.TB, text string) string {
	t.Helper()
	b, err := simplifiedchinese.GBK.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func newMD5(t testing.TB, key string) alipay.MD5 {
	t.Helper()
	m, err := alipay.NewMD5(alipay.NewSecret(key))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func newRSA(t testing.TB, key string) alipay.Verifier {
	t.Helper()
	v, err := alipay.NewRSAVerifier([]byte(key))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func newDSA(t testing.TB) alipay.Verifier {
	t.Helper()
	v, err := alipay.NewDSAVerifier([]byte(testDSAKey))
	if err != nil {
		t.Fatal(err)
	}
	return v
}
