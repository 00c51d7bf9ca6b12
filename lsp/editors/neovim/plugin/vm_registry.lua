if vim.g.loaded_vm_registry or vim.fn.has('nvim-0.7') == 0 then
  return
end
vim.g.loaded_vm_registry = true

require('vm_registry.commands').register()
vim.api.nvim_create_user_command('VmrRestart', function()
  require('vm_registry').restart()
end, {})
if vim.lsp.enable ~= nil then
  vim.lsp.enable(require('vm_registry.server').name)
end

-- Code lenses are shown where the server has them, and follow the text.
vim.api.nvim_create_autocmd({ 'BufEnter', 'CursorHold', 'InsertLeave' }, {
  group = vim.api.nvim_create_augroup('vm_registry_lenses', {}),
  callback = function(event)
    if vim.bo[event.buf].filetype ~= 'vmcompose' then
      return
    end
    for _, client in ipairs(require('vm_registry.server').clients()) do
      if client.server_capabilities.codeLensProvider and vim.lsp.buf_is_attached(event.buf, client.id) then
        vim.lsp.codelens.refresh(vim.fn.has('nvim-0.10') == 1 and { bufnr = event.buf } or nil)
      end
    end
  end,
})
