package words

// systemWords are texts of the system and of libraries.
func systemWords() map[string]string {
	return map[string]string{
		"Usage:":                  "用法：",
		"Examples:":               "示例：",
		"Available Commands:":     "命令：",
		"Flags:":                  "选项：",
		"Global Flags:":           "各命令共有的选项：",
		"Additional help topics:": "其他帮助主题：",
		`Use "{{.CommandPath}} [command] --help" for more information about a command.`: `各命令的详细说明："{{.CommandPath}} [command] --help"。`,
		"no such file or directory": "没有这个文件或文件夹",
		"permission denied":         "权限不足",
		"operation not permitted":   "不允许此操作",
		"file exists":               "文件已存在",
		"not a directory":           "不是文件夹",
		"is a directory":            "是文件夹",
		"no space left on device":   "磁盘空间已满",
		"read-only file system":     "文件系统只读",
		"input/output error":        "磁盘读写错误",
		"address already in use":    "地址已被占用",
		"connection refused":        "连接被拒绝",
		"directory not empty":       "文件夹不为空",
		"file too large":            "文件过大",
		"disk quota exceeded":       "超出磁盘配额",
		"file does not exist":       "文件不存在",
		"file already exists":       "文件已存在",
		"context canceled":          "已中断",
		"context deadline exceeded": "超时",
		"unexpected EOF":            "内容提前结束",
	}
}
