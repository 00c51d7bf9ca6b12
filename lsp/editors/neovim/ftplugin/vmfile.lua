require('vm_registry').buffer(vim.api.nvim_get_current_buf())
